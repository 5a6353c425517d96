using System.Globalization;
using System.Text;
using Spmis.Web.Letters;
using Spmis.Web.Parts;

namespace Spmis.Registration.Cards;

/// <summary>The photograph on a card.</summary>
/// <param name="Jpeg">The picture, in three colours.</param>
/// <param name="Width">Pixels across.</param>
/// <param name="Height">Pixels down.</param>
internal sealed record CardPhoto(byte[] Jpeg, int Width, int Height);

/// <summary>
/// A card as PDF 1.4 (ISO 32000-1) of the size of a bank card (ID-1 of ISO/IEC 7810: 85.60 by 53.98 mm), in Helvetica, which every reader has. It holds the letters of ISO 8859-1 only; the printed page is the card in every other script.
/// </summary>
internal static class CardPdf
{
    private const double Wide = 242.65;
    private const double High = 153.01;

    /// <summary>Whether the font has every letter.</summary>
    public static bool CanWrite(IEnumerable<string> texts) => texts.All(t => t.All(c => c is (>= ' ' and <= '~') or (>= '\u00A0' and <= '\u00FF')));

    /// <summary>The card.</summary>
    /// <param name="title">Who issues it.</param>
    /// <param name="name">The holder.</param>
    /// <param name="lines">What stands below: label and value.</param>
    /// <param name="photo">The word in the photograph's place.</param>
    /// <param name="picture">The photograph; null: the place stays empty.</param>
    /// <param name="payload">The QR code.</param>
    public static byte[] Write(string title, string name, IReadOnlyList<(string Label, string Value)> lines, string photo, CardPhoto? picture, string payload)
    {
        var page = new StringBuilder();
        page.Append(CultureInfo.InvariantCulture, $"0.75 w 2 2 {Wide - 4:0.##} {High - 4:0.##} re S 10 38 52 66 re S\n");
        Text(page, 10, High - 20, title, 10, Wide - 20, bold: true);
        Text(page, 70, High - 38, name, 10, Wide - 80, bold: true);
        if (picture is null)
        {
            Text(page, 16, 68, photo, 6, 44);
        }
        else
        {
            var scale = Math.Max(52.0 / picture.Width, 66.0 / picture.Height); // Fills the place; what is over on two sides is cut off.
            var (wide, high) = (picture.Width * scale, picture.Height * scale);
            page.Append(CultureInfo.InvariantCulture, $"q 10 38 52 66 re W n {wide:0.###} 0 0 {high:0.###} {36 - (wide / 2):0.###} {71 - (high / 2):0.###} cm /P Do Q\n");
        }

        var y = High - 54;
        foreach (var (label, value) in lines)
        {
            Text(page, 70, y, label, 5.5, 80);
            Text(page, 70, y - 10, value, 8.5, 78, bold: true);
            y -= 22;
        }

        var squares = QrPicture.Squares(payload);
        var (side, unit) = (squares.Count, 88.0 / squares.Count);
        foreach (var (row, x) in Enumerable.Range(0, side).SelectMany(row => Enumerable.Range(0, side).Where(x => squares[row][x]).Select(x => (row, x))))
        {
            page.Append(CultureInfo.InvariantCulture, $"{Wide - 94 + (x * unit):0.###} {8 + ((side - 1 - row) * unit):0.###} {unit:0.###} {unit:0.###} re\n");
        }

        page.Append("f\n");
        string[] objects =
        [
            "<</Type/Catalog/Pages 2 0 R>>",
            "<</Type/Pages/Count 1/Kids[5 0 R]>>",
            "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
            "<</Type/Font/Subtype/Type1/BaseFont/Helvetica-Bold/Encoding/WinAnsiEncoding>>",
            string.Create(CultureInfo.InvariantCulture, $"<</Type/Page/Parent 2 0 R/MediaBox[0 0 {Wide} {High}]/Resources<</Font<</F1 3 0 R/F2 4 0 R>>{(picture is null ? "" : "/XObject<</P 7 0 R>>")}>>/Contents 6 0 R>>"),
            $"<</Length {page.Length}>>stream\n{page}\nendstream",
            .. picture is null ? (string[])[] : [$"<</Type/XObject/Subtype/Image/Width {picture.Width}/Height {picture.Height}/ColorSpace/DeviceRGB/BitsPerComponent 8/Filter/DCTDecode/Length {picture.Jpeg.Length}>>stream\n{Encoding.Latin1.GetString(picture.Jpeg)}\nendstream"],
        ];
        return PdfFile.Write(objects);
    }

    /// <summary>A line of text, made smaller where it would not fit: no letter of Helvetica but a few capitals is wider than 0.6 of the size on average.</summary>
    private static void Text(StringBuilder page, double x, double y, string text, double size, double room, bool bold = false)
    {
        size = Math.Min(size, room / Math.Max(text.Length * 0.6, 1));
        var escaped = text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("(", "\\(", StringComparison.Ordinal).Replace(")", "\\)", StringComparison.Ordinal);
        page.Append(CultureInfo.InvariantCulture, $"BT /{(bold ? "F2" : "F1")} {size:0.##} Tf {x:0.##} {y:0.##} Td ({escaped}) Tj ET\n");
    }
}
