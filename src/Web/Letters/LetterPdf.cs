using Spmis.Kernel.Acts;
using Spmis.Web.Parts;

namespace Spmis.Web.Letters;

/// <summary>Writes a letter as PDF in fonts that every reader has. They hold the letters of Western European languages only; the printed page is the letter in every other script.</summary>
public static class LetterPdf
{
    private const double Size = 10.5;
    private const double Title = 12.5;
    private const double Gap = 5;
    private const double CodeSide = 110;

    /// <summary>Whether the fonts have every letter of it.</summary>
    public static bool CanWrite(Letter letter) => Texts(letter).All(t => Plain(t).All(c => LatinFont.CodeOf(c) != 0));

    /// <summary>The letter as PDF; the same letter gives the same bytes.</summary>
    /// <exception cref="Refused">The fonts lack letters of it.</exception>
    public static byte[] Write(Letter letter)
    {
        if (!CanWrite(letter))
        {
            throw new Refused("letter.no-pdf", "The fonts of the PDF lack letters of this language or name. Print the page instead: it is the same letter.");
        }

        var sheets = new PdfSheets();
        void Paragraph(string text, bool bold = false, double size = Size)
        {
            sheets.Write(Plain(text), size, bold);
            sheets.Skip(Gap);
        }

        foreach (var mark in letter.Marks)
        {
            Paragraph(mark, bold: true);
        }

        Paragraph(letter.From);
        foreach (var block in new[] { letter.To, [letter.Date, letter.Reference] })
        {
            block.ToList().ForEach(line => sheets.Write(Plain(line), Size));
            sheets.Skip(2 * Gap);
        }

        Paragraph(letter.Subject, bold: true, Title);
        foreach (var part in letter.Parts)
        {
            if (part.Heading is { } heading)
            {
                sheets.Skip(Gap);
                Paragraph(heading, bold: true);
            }

            foreach (var text in part.Paragraphs.Concat(part.Points.Select(p => "• " + p)).Concat(part.Rows.Select(r => r.Source.Length == 0 ? $"{r.Name}: {r.Value}" : $"{r.Name}: {r.Value} ({r.Source})")))
            {
                Paragraph(text);
            }
        }

        if (letter.Code is { } code)
        {
            sheets.Skip(2 * Gap);
            sheets.Draw(QrPicture.Squares(code), CodeSide);
        }

        return sheets.Build(Plain(letter.Subject), letter.Language);
    }

    private static IEnumerable<string> Texts(Letter letter) => letter.Marks.Concat([letter.From, letter.Date, letter.Reference, letter.Subject]).Concat(letter.To)
        .Concat(letter.Parts.SelectMany(p => p.Paragraphs.Concat(p.Points).Append(p.Heading ?? "").Concat(p.Rows.SelectMany(r => new[] { r.Name, r.Value, r.Source }))));

    /// <summary>Without marks of direction, which have no shape, and with one kind of space.</summary>
    private static string Plain(string text) => string.Concat(text.Where(c => c is not ('\u2068' or '\u2069' or '\r'))).Replace('\n', ' ').Replace('\u202F', '\u00A0');
}
