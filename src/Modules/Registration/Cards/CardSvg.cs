using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using Spmis.Web.Parts;

namespace Spmis.Registration.Cards;

/// <summary>A card as a picture on a page, printed in its true size (ID-1 of ISO/IEC 7810) and in any script the reader's fonts have. Attributes only: the content policy allows no style.</summary>
internal static class CardSvg
{
    private const int LongestName = 30;

    /// <summary>The picture; texts are encoded here.</summary>
    /// <param name="title">Who issues it.</param>
    /// <param name="name">The holder.</param>
    /// <param name="native">The name in its own script, if it is another.</param>
    /// <param name="lines">What stands below: label and value.</param>
    /// <param name="photo">The word in the photograph's place.</param>
    /// <param name="photoAt">The photograph's address; null: the place stays empty.</param>
    /// <param name="label">The picture in words.</param>
    /// <param name="payload">The QR code.</param>
    public static string Write(string title, string name, string? native, IReadOnlyList<(string Label, string Value)> lines, string photo, string? photoAt, string label, string payload)
    {
        var (path, side) = QrPicture.Of(payload);
        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture, $"<svg class=\"id-card\" viewBox=\"0 0 856 540\" width=\"85.6mm\" height=\"54mm\" role=\"img\" aria-label=\"{Encoded(label)}\" direction=\"ltr\" font-family=\"sans-serif\" fill=\"#111\">");
        svg.Append("<rect x=\"4\" y=\"4\" width=\"848\" height=\"532\" rx=\"28\" fill=\"#fff\" stroke=\"#111\" stroke-width=\"3\" />");
        Text(svg, 36, 66, 36, title, 780, bold: true);
        svg.Append("<rect x=\"36\" y=\"150\" width=\"190\" height=\"250\" fill=\"none\" stroke=\"#555\" stroke-width=\"2\" />");
        if (photoAt is null)
        {
            Text(svg, 50, 282, 20, photo, 160);
        }
        else
        {
            svg.Append(CultureInfo.InvariantCulture, $"<image x=\"36\" y=\"150\" width=\"190\" height=\"250\" preserveAspectRatio=\"xMidYMid slice\" href=\"{Encoded(photoAt)}\" />");
        }

        Text(svg, 250, 126, 34, name, 580, bold: true);
        if (native is not null)
        {
            Text(svg, 250, 172, 28, native, 580);
        }

        var y = 228;
        foreach (var (word, value) in lines)
        {
            Text(svg, 250, y, 20, word, 260);
            Text(svg, 250, y + 34, 29, value, 260, bold: true);
            y += 88;
        }

        svg.Append(CultureInfo.InvariantCulture, $"<svg x=\"524\" y=\"196\" width=\"316\" height=\"316\" viewBox=\"0 0 {side} {side}\" shape-rendering=\"crispEdges\"><rect width=\"{side}\" height=\"{side}\" fill=\"#fff\" /><path d=\"{path}\" fill=\"#000\" /></svg></svg>");
        return svg.ToString();
    }

    /// <summary>A line of text; a long one is drawn narrower so that it stays on the card.</summary>
    private static void Text(StringBuilder svg, int x, int y, int size, string text, int room, bool bold = false)
    {
        var tight = text.Length * size * 0.62 > room && text.Length > LongestName / 2;
        svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{x}\" y=\"{y}\" font-size=\"{size}\"{(bold ? " font-weight=\"bold\"" : "")}{(tight ? $" textLength=\"{room}\" lengthAdjust=\"spacingAndGlyphs\"" : "")}>{Encoded(text)}</text>");
    }

    private static string Encoded(string text) => HtmlEncoder.Default.Encode(text);
}
