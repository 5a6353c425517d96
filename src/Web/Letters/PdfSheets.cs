using System.Globalization;
using System.Text;

namespace Spmis.Web.Letters;

/// <summary>Lines of text on A4 sheets, as PDF 1.4 (ISO 32000-1). Writes lines from top to bottom and takes a new sheet when one is full; the same lines give the same bytes.</summary>
internal sealed class PdfSheets
{
    private const double Wide = 595.28;
    private const double High = 841.89;
    private const double Margin = 56;

    private readonly List<StringBuilder> sheets = [];
    private double top;

    /// <summary>Leaves room.</summary>
    public void Skip(double room) => top -= room;

    /// <summary>Writes a text, broken into lines between its words.</summary>
    public void Write(string text, double size, bool bold = false)
    {
        var line = "";
        foreach (var word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            var longer = line.Length == 0 ? word : $"{line} {word}";
            if (line.Length > 0 && LatinFont.Width(longer, bold, size) > Wide - (2 * Margin))
            {
                Put(line, size, bold);
                longer = word;
            }

            line = longer;
        }

        if (line.Length > 0)
        {
            Put(line, size, bold);
        }
    }

    /// <summary>Draws black squares of a pattern.</summary>
    /// <param name="pattern">Row by row from the top.</param>
    /// <param name="side">The side of the whole, in points.</param>
    public void Draw(IReadOnlyList<IReadOnlyList<bool>> pattern, double side)
    {
        if (sheets.Count == 0 || top < Margin + side)
        {
            sheets.Add(new StringBuilder());
            top = High - Margin;
        }

        var one = side / pattern.Count;
        for (var y = 0; y < pattern.Count; y++)
        {
            for (var x = 0; x < pattern[y].Count; x++)
            {
                sheets[^1].Append(pattern[y][x] ? string.Create(CultureInfo.InvariantCulture, $"{Margin + (x * one):0.###} {top - ((y + 1) * one):0.###} {one:0.###} {one:0.###} re\n") : "");
            }
        }

        sheets[^1].Append("f\n");
        top -= side;
    }

    /// <summary>The document.</summary>
    /// <param name="title">Its title.</param>
    /// <param name="language">Its language, such as <c>fr</c>.</param>
    public byte[] Build(string title, string language)
    {
        List<string> objects =
        [
            $"<</Type/Catalog/Pages 2 0 R/Lang({language})/ViewerPreferences<</DisplayDocTitle true>>>>",
            $"<</Type/Pages/Count {sheets.Count}/Kids[{string.Join(' ', sheets.Select((_, i) => $"{6 + (2 * i)} 0 R"))}]>>",
            "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
            "<</Type/Font/Subtype/Type1/BaseFont/Helvetica-Bold/Encoding/WinAnsiEncoding>>",
            $"<</Title({Escaped(title)})>>",
        ];
        foreach (var (sheet, i) in sheets.Select((s, i) => (s, i)))
        {
            objects.Add(string.Create(CultureInfo.InvariantCulture, $"<</Type/Page/Parent 2 0 R/MediaBox[0 0 {Wide} {High}]/Resources<</Font<</F1 3 0 R/F2 4 0 R>>>>/Contents {7 + (2 * i)} 0 R>>"));
            objects.Add($"<</Length {sheet.Length}>>stream\n{sheet}\nendstream");
        }

        return PdfFile.Write(objects, "/Info 5 0 R");
    }

    private void Put(string line, double size, bool bold)
    {
        if (sheets.Count == 0 || top < Margin + size)
        {
            sheets.Add(new StringBuilder());
            top = High - Margin;
        }

        sheets[^1].Append(CultureInfo.InvariantCulture, $"BT /{(bold ? "F2" : "F1")} {size:0.##} Tf {Margin:0.##} {top - size:0.##} Td ({Escaped(line)}) Tj ET\n");
        top -= size * 1.35;
    }

    /// <summary>A string of PDF: codes of the encoding, with brackets and backslash escaped.</summary>
    private static string Escaped(string text)
    {
        var escaped = new StringBuilder();
        foreach (var letter in text)
        {
            var code = (char)LatinFont.CodeOf(letter);
            escaped.Append(code is '(' or ')' or '\\' ? "\\" : "").Append(code);
        }

        return escaped.ToString();
    }
}
