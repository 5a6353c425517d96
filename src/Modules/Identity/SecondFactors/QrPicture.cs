using System.Globalization;
using System.Text;
using QRCoder;

namespace Spmis.Identity.SecondFactors;

/// <summary>A QR code as the path of an SVG drawn on the page: no picture file, no style that the content policy would forbid.</summary>
internal static class QrPicture
{
    /// <summary>A path of unit squares with the quiet zone around, and the side of the picture.</summary>
    public static (string Path, int Size) Of(string text)
    {
        using var data = QRCodeGenerator.GenerateQrCode(text, QRCodeGenerator.ECCLevel.M);
        var path = new StringBuilder();
        for (var y = 0; y < data.ModuleMatrix.Count; y++)
        {
            for (var x = 0; x < data.ModuleMatrix[y].Count; x++)
            {
                if (data.ModuleMatrix[y][x])
                {
                    path.Append(CultureInfo.InvariantCulture, $"M{x} {y}h1v1h-1z");
                }
            }
        }

        return (path.ToString(), data.ModuleMatrix.Count);
    }
}
