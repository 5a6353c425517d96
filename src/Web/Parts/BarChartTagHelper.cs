using System.Globalization;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Razor.TagHelpers;
using Microsoft.Extensions.Localization;
using Spmis.Web.Shell;

namespace Spmis.Web.Parts;

/// <summary>A bar.</summary>
/// <param name="Label">Short, below the bar: "Jan".</param>
/// <param name="Value">0 or more.</param>
/// <param name="Name">In full, in the table of numbers; the label if not given.</param>
public sealed record ChartBar(string Label, decimal Value, string? Name = null);

/// <summary>A bar chart drawn by the server, with its numbers below for who cannot see it or wants to copy them.</summary>
[HtmlTargetElement("bar-chart", TagStructure = TagStructure.WithoutEndTag)]
public sealed class BarChartTagHelper(IStringLocalizer<Texts> texts) : TagHelper
{
    private const int Width = 720;
    private const int Height = 260;
    private const int Floor = 226;
    private const int Top = 12;

    /// <summary>What it shows, for screen readers and as the caption of the numbers.</summary>
    public required string Title { get; set; }

    /// <summary>The bars, in order.</summary>
    public required IReadOnlyList<ChartBar> Bars { get; set; }

    /// <inheritdoc />
    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        (output.TagName, output.TagMode) = ("figure", TagMode.StartTagAndEndTag);
        output.Attributes.SetAttribute("class", "chart");
        var step = Step(Bars.Select(b => b.Value).DefaultIfEmpty().Max());
        var lines = Math.Max(1, (int)decimal.Ceiling(Bars.Select(b => b.Value).DefaultIfEmpty().Max() / step));
        // Room for the longest number in the large type of narrow screens.
        var start = 16 + (14 * Print(step * lines).Length);
        var svg = Element.Of("svg").With("viewBox", $"0 0 {Width} {Height}").With("role", "img").With("aria-label", Title).With("direction", "ltr");
        for (var i = 0; i <= lines; i++)
        {
            var y = Floor - ((Floor - Top) * i / (decimal)lines);
            svg.Add(Element.Of("path").With("d", $"M{start} {N(y)}H{Width}"), Text(start - 8, y + 4, "end", Print(step * i)));
        }

        var slot = (Width - start) / (decimal)Math.Max(1, Bars.Count);
        foreach (var (index, bar) in Bars.Index())
        {
            var height = (Floor - Top) * bar.Value / (step * lines);
            var x = start + (slot * index);
            svg.Add(Element.Of("rect").With("x", N(x + (slot * 0.15m))).With("y", N(Floor - height)).With("width", N(slot * 0.7m)).With("height", N(height)).With("rx", "3"),
                Text(x + (slot / 2), Height - 8, "middle", bar.Label));
        }

        output.Content.SetHtmlContent(svg);
        output.Content.AppendHtml(Element.Of("details", null, Element.Of("summary", null, texts["Show the numbers"]), Numbers()));
    }

    private TagBuilder Numbers()
    {
        var rows = Element.Of("tbody");
        foreach (var bar in Bars)
        {
            rows.Add(Element.Of("tr", null, Element.Of("th", null, bar.Name ?? bar.Label).With("scope", "row"), Element.Of("td", "num", Print(bar.Value))));
        }

        return Element.Of("table", "plain", Element.Of("caption", "vh", Title), rows);
    }

    private static TagBuilder Text(decimal x, decimal y, string anchor, string text) =>
        Element.Of("text", null, text).With("x", N(x)).With("y", N(y)).With("text-anchor", anchor);

    /// <summary>1, 2 or 5 times a power of ten, so that at most six lines cover the largest bar.</summary>
    private static decimal Step(decimal largest)
    {
        var power = 1m;
        while (power * 50 < largest)
        {
            power *= 10;
        }

        return new[] { 1m, 2m, 5m, 10m }.Select(f => f * power).First(s => s * 5 >= Math.Max(largest, 1));
    }

    private static string N(decimal number) => number.ToString("0.#", CultureInfo.InvariantCulture);

    private static string Print(decimal number) => number.ToString("#,0.##", CultureInfo.InvariantCulture);
}
