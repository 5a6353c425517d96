using System.Globalization;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;
using Microsoft.Extensions.Localization;
using Spmis.Web.Shell;

namespace Spmis.Web.Parts;

/// <summary>How far long work is. While it is not finished the page looks again by itself: every two seconds with script (only this region changes), every five without.</summary>
[HtmlTargetElement("run-progress")]
public sealed class RunProgressTagHelper(IStringLocalizer<Texts> texts, Show show) : TagHelper
{
    internal const string RefreshKey = "Spmis.Web.Refresh";

    /// <summary>What is being done: "Reading the return".</summary>
    public required string Label { get; set; }

    /// <summary>Lines, persons or chunks done.</summary>
    public long Done { get; set; }

    /// <summary>Of how many; null while that is not known.</summary>
    public long? Total { get; set; }

    /// <summary>Nothing more will change.</summary>
    public bool Finished { get; set; }

    /// <summary>It ended before its end.</summary>
    public bool Failed { get; set; }

    /// <summary>Set by Razor.</summary>
    [ViewContext, HtmlAttributeNotBound]
    public ViewContext ViewContext { get; set; } = null!; // Razor sets it before Process

    /// <inheritdoc />
    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        var inner = await output.GetChildContentAsync();
        (output.TagName, output.TagMode) = ("div", TagMode.StartTagAndEndTag);
        output.Attributes.SetAttribute("class", "card progress");
        output.Attributes.SetAttribute("id", "progress");
        if (!Finished)
        {
            output.Attributes.SetAttribute("data-refresh", "2");
            ViewContext.HttpContext.Items[RefreshKey] = true;
        }

        var bar = Element.Of("progress").With("aria-label", Label);
        if (Total is { } total)
        {
            bar.With("max", Math.Max(total, 1).ToString(CultureInfo.InvariantCulture)).With("value", (total == 0 && Finished ? 1 : Done).ToString(CultureInfo.InvariantCulture));
        }

        output.Content.SetHtmlContent(Element.Of("p", null, Element.Of("strong", null, Label), " ",
            Element.Of("span", null, Element.Of("span", Failed ? "tag bad" : Finished ? "tag ok" : "tag info", Failed ? texts["Failed"] : Finished ? texts["Finished"] : texts["Running"])).With("role", "status")));
        output.Content.AppendHtml(Finished && Total is null ? Element.Of("span") : bar);
        output.Content.AppendHtml(Element.Of("p", "hint", Total is { } all ? texts["{0} of {1}", show.Count(Done), show.Count(all)] : show.Count(Done)));
        output.Content.AppendHtml(inner);
        if (!Finished)
        {
            output.Content.AppendHtml(Element.Of("p", "hint", texts["You may leave this page; the work goes on."]));
        }
    }
}
