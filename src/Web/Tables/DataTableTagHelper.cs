using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;
using Microsoft.Extensions.Localization;
using Spmis.Web.Shell;

namespace Spmis.Web.Tables;

/// <summary>A table with caption, sort links, an empty state, links to the next and previous page by key, and cards instead of columns on narrow screens. Inside it write a plain thead and tbody.</summary>
[HtmlTargetElement("data-table")]
public sealed class DataTableTagHelper(IStringLocalizer<Texts> texts, Show show) : TagHelper
{
    /// <summary>What the rows are.</summary>
    public required string Caption { get; set; }

    /// <summary>How many there are in all, if that is known cheaply.</summary>
    public long? Count { get; set; }

    /// <summary>What to say (and what to do) when there are no rows.</summary>
    public string? Empty { get; set => field = Element.Given(value); }

    /// <summary>The sort in force as in the query: <c>name</c> or <c>-name</c>.</summary>
    public string? Sort { get; set => field = Element.Given(value); }

    /// <summary>Key of the last row shown, when more rows follow; the link asks for <c>?after=</c> it.</summary>
    public string? Next { get; set => field = Element.Given(value); }

    /// <summary>Key of the first row shown, when rows come before; the link asks for <c>?before=</c> it.</summary>
    public string? Prev { get; set => field = Element.Given(value); }

    /// <summary>Set by Razor.</summary>
    [ViewContext, HtmlAttributeNotBound]
    public ViewContext ViewContext { get; set; } = null!; // Razor sets it before Process

    /// <inheritdoc />
    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        var parts = new TableParts(Sort);
        context.Items[typeof(TableParts)] = parts;
        var inner = await output.GetChildContentAsync();
        var title = Count is { } count ? $"{Caption} ({show.Count(count)})" : Caption;
        output.TagName = "div";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("class", "table");
        output.Content.SetHtmlContent(parts.Rows == 0
            ? Element.Of("div", null, Element.Of("h2", "caption", title), Element.Of("p", "empty", Empty ?? texts["Nothing to show."]))
            : Element.Of("table", null, Element.Of("caption", null, title), inner));
        output.PostElement.AppendHtml(Pages());
    }

    private IHtmlContent Pages()
    {
        if (Next is null && Prev is null)
        {
            return HtmlString.Empty;
        }

        var nav = Element.Of("nav", "pages").With("aria-label", texts["Pages of {0}", Caption]);
        if (Prev is not null)
        {
            nav.Add(Link(texts["First page"], ("after", null), ("before", null)), Link(texts["Previous page"], ("before", Prev), ("after", null)).With("rel", "prev"));
        }

        return Next is null ? nav : nav.Add(Link(texts["Next page"], ("after", Next), ("before", null)).With("rel", "next"));
    }

    private TagBuilder Link(string text, params ReadOnlySpan<(string, string?)> query) =>
        Element.Of("a", "button second", text).With("href", Links.With(ViewContext.HttpContext.Request, query));
}
