using System.Globalization;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Razor.TagHelpers;
using Spmis.Web.Shell;

namespace Spmis.Web.Parts;

/// <summary>A circle on a map.</summary>
/// <param name="Mark">What stands in it: the number of its line in the table beside the map.</param>
/// <param name="Name">Shown when pointed at, with the figures.</param>
/// <param name="North">Latitude in decimal degrees.</param>
/// <param name="East">Longitude in decimal degrees.</param>
/// <param name="Size">0 or more; the area of the circle follows it.</param>
/// <param name="Share">0 to 1: the darker.</param>
/// <param name="Href">Where it leads; null for nowhere.</param>
public sealed record MapDot(string Mark, string Name, decimal North, decimal East, decimal Size, decimal Share, string? Href);

/// <summary>Circles where areas lie, drawn by the server without tiles, script or another host. It is hidden from screen readers and from the tab key: the page has a table of the same figures and links beside it.</summary>
[HtmlTargetElement("dot-map", TagStructure = TagStructure.WithoutEndTag)]
public sealed class DotMapTagHelper : TagHelper
{
    private const decimal Width = 720;
    private const decimal Highest = 620;
    private const decimal Lowest = 200;
    private const decimal Largest = 44;
    private const decimal Smallest = 17;
    private const decimal Edge = Largest + 4;
    private const int Shades = 5;

    /// <summary>The circles.</summary>
    public required IReadOnlyList<MapDot> Dots { get; set; }

    /// <inheritdoc />
    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        if (Dots.Count == 0)
        {
            output.SuppressOutput();
            return;
        }

        (output.TagName, output.TagMode) = ("figure", TagMode.StartTagAndEndTag);
        output.Attributes.SetAttribute("class", "map");
        var (points, height) = Project(Dots);
        var most = Math.Max(1, Dots.Max(d => d.Size));
        var svg = Element.Of("svg").With("viewBox", $"0 0 {N(Width)} {N(height)}").With("aria-hidden", "true").With("direction", "ltr");
        foreach (var (dot, at) in Dots.Zip(points).OrderByDescending(d => d.First.Size)) // The small ones lie on the large.
        {
            var radius = Math.Max(Smallest, Largest * (decimal)Math.Sqrt((double)(dot.Size / most)));
            var shade = Math.Clamp((int)(dot.Share * Shades) + 1, 1, Shades);
            var circle = Element.Of("g", string.Create(CultureInfo.InvariantCulture, $"s{shade}"), Element.Of("title", null, dot.Name),
                Element.Of("circle").With("cx", N(at.X)).With("cy", N(at.Y)).With("r", N(radius)),
                Element.Of("text", null, dot.Mark).With("x", N(at.X)).With("y", N(at.Y)).With("dy", ".35em"));
            svg.Add(dot.Href is { } href ? Element.Of("a", null, circle).With("href", href).With("tabindex", "-1") : circle);
        }

        output.Content.SetHtmlContent(svg);
    }

    /// <summary>Degrees to the drawing's units: a plate carrée that is true in its middle latitude, north above. Across the date line it goes on eastward.</summary>
    private static (IReadOnlyList<(decimal X, decimal Y)> Points, decimal Height) Project(IReadOnlyList<MapDot> dots)
    {
        var wraps = dots.Max(d => d.East) - dots.Min(d => d.East) > 180;
        var (south, north) = (dots.Min(d => d.North), dots.Max(d => d.North));
        var narrow = (decimal)Math.Cos((double)((south + north) / 2) * Math.PI / 180);
        var flat = dots.Select(d => (X: (wraps && d.East < 0 ? d.East + 360 : d.East) * narrow, Y: -d.North)).ToList();
        var (left, top) = (flat.Min(p => p.X), flat.Min(p => p.Y));
        var (wide, tall) = (flat.Max(p => p.X) - left, flat.Max(p => p.Y) - top);
        var scale = Math.Min(wide > 0 ? (Width - (2 * Edge)) / wide : decimal.MaxValue, tall > 0 ? (Highest - (2 * Edge)) / tall : decimal.MaxValue);
        scale = wide > 0 || tall > 0 ? scale : 1;
        var height = Math.Max(Lowest, (tall * scale) + (2 * Edge));
        var (inX, inY) = ((Width - (wide * scale)) / 2, (height - (tall * scale)) / 2);
        return ([.. flat.Select(p => (inX + ((p.X - left) * scale), inY + ((p.Y - top) * scale)))], height);
    }

    private static string N(decimal number) => number.ToString("0.#", CultureInfo.InvariantCulture);
}
