using System.Globalization;
using System.Text;
using QRCoder;

namespace Spmis.Web.Parts;

/// <summary>A QR code as the path of an SVG drawn on the page: no picture file, no style that the content policy would forbid.</summary>
public static class QrPicture
{
    /// <summary>Its squares, row by row with the quiet zone around: true is black.</summary>
    public static IReadOnlyList<IReadOnlyList<bool>> Squares(string text)
    {
        using var data = QRCodeGenerator.GenerateQrCode(text, QRCodeGenerator.ECCLevel.M);
        return [.. data.ModuleMatrix.Select(row => (IReadOnlyList<bool>)[.. row.Cast<bool>()])];
    }

    /// <summary>A path of unit squares with the quiet zone around, and the side of the picture.</summary>
    public static (string Path, int Size) Of(string text)
    {
        var squares = Squares(text);
        var path = new StringBuilder();
        for (var y = 0; y < squares.Count; y++)
        {
            for (var x = 0; x < squares[y].Count; x++)
            {
                if (squares[y][x])
                {
                    path.Append(CultureInfo.InvariantCulture, $"M{x} {y}h1v1h-1z");
                }
            }
        }

        return (path.ToString(), squares.Count);
    }
}
