using Microsoft.AspNetCore.Razor.TagHelpers;
using Microsoft.Extensions.Localization;
using Spmis.Web.Shell;

namespace Spmis.Web.Parts;

/// <summary>A record's facts: label and value, row by row.</summary>
[HtmlTargetElement("summary-list")]
public sealed class SummaryListTagHelper : TagHelper
{
    /// <inheritdoc />
    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        (output.TagName, output.TagMode) = ("dl", TagMode.StartTagAndEndTag);
        output.Attributes.SetAttribute("class", "summary");
    }
}

/// <summary>One fact, with a link to change it if there is one.</summary>
[HtmlTargetElement("summary-row", ParentTag = "summary-list")]
public sealed class SummaryRowTagHelper(IStringLocalizer<Texts> texts) : TagHelper
{
    /// <summary>What the fact is.</summary>
    public required string Label { get; set; }

    /// <summary>Where to change it; it should return here.</summary>
    public string? Href { get; set => field = Element.Given(value); }

    /// <summary>The link's word; "Change" if not given.</summary>
    public string? Action { get; set => field = Element.Given(value); }

    /// <inheritdoc />
    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        var value = await output.GetChildContentAsync();
        (output.TagName, output.TagMode) = ("div", TagMode.StartTagAndEndTag);
        output.Content.SetHtmlContent(Element.Of("dt", null, Label));
        output.Content.AppendHtml(value.IsEmptyOrWhiteSpace ? Element.Of("dd", "none", texts["Not given"]) : Element.Of("dd", null, value));
        if (Href is not null)
        {
            var link = Element.Of("a", null, Action ?? texts["Change"], Element.Of("span", "vh", " ", Label)).With("href", Href);
            output.Content.AppendHtml(Element.Of("dd", "act", link));
        }
    }
}

/// <summary>A value as it was and as it is to be.</summary>
[HtmlTargetElement("was-now", TagStructure = TagStructure.WithoutEndTag)]
public sealed class WasNowTagHelper(IStringLocalizer<Texts> texts) : TagHelper
{
    /// <summary>Before; null when there was none.</summary>
    public string? Was { get; set => field = Element.Given(value); }

    /// <summary>After; null when it is taken away.</summary>
    public string? Now { get; set => field = Element.Given(value); }

    /// <inheritdoc />
    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        output.TagName = null;
        if (Was == Now)
        {
            output.Content.Append(Now ?? "");
            return;
        }

        // Screen readers do not announce del and ins, so the words say it.
        output.Content.AppendHtml(Was is null ? Element.Of("span") : Element.Of("del", null, Element.Of("span", "vh", texts["was"], " "), Element.Of("bdi", null, Was))).Append(" ");
        output.Content.AppendHtml(Now is null ? Element.Of("span") : Element.Of("ins", null, Element.Of("span", "vh", texts["now"], " "), Element.Of("bdi", null, Now)));
    }
}

/// <summary>Views of one record, each with an address of its own.</summary>
[HtmlTargetElement("tab-list")]
public sealed class TabListTagHelper : TagHelper
{
    /// <summary>What the tabs belong to, for screen readers.</summary>
    public required string Label { get; set; }

    /// <inheritdoc />
    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        var inner = await output.GetChildContentAsync();
        (output.TagName, output.TagMode) = ("nav", TagMode.StartTagAndEndTag);
        output.Attributes.SetAttribute("class", "tabs");
        output.Attributes.SetAttribute("aria-label", Label);
        output.Content.SetHtmlContent(Element.Of("ul", null, inner));
    }
}

/// <summary>One of the views.</summary>
[HtmlTargetElement("tab-link", ParentTag = "tab-list")]
public sealed class TabLinkTagHelper : TagHelper
{
    /// <summary>Its address.</summary>
    public required string Href { get; set; }

    /// <summary>It is the one shown.</summary>
    public bool Here { get; set; }

    /// <inheritdoc />
    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        var inner = await output.GetChildContentAsync();
        (output.TagName, output.TagMode) = ("li", TagMode.StartTagAndEndTag);
        output.Content.SetHtmlContent(Element.Of("a", null, inner).With("href", Href).With("aria-current", Here ? "page" : null));
    }
}

/// <summary>What happened to a record, the newest first.</summary>
[HtmlTargetElement("time-line")]
public sealed class TimeLineTagHelper : TagHelper
{
    /// <inheritdoc />
    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        (output.TagName, output.TagMode) = ("ol", TagMode.StartTagAndEndTag);
        output.Attributes.SetAttribute("class", "timeline");
    }
}

/// <summary>One thing that happened.</summary>
[HtmlTargetElement("time-entry", ParentTag = "time-line")]
public sealed class TimeEntryTagHelper(Show show) : TagHelper
{
    /// <summary>When, in UTC.</summary>
    public required DateTime At { get; set; }

    /// <summary>Who did it.</summary>
    public string? By { get; set => field = Element.Given(value); }

    /// <inheritdoc />
    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        var inner = await output.GetChildContentAsync();
        (output.TagName, output.TagMode) = ("li", TagMode.StartTagAndEndTag);
        output.Content.SetHtmlContent(Element.Of("div", null, inner));
        var time = Element.Of("time", null, show.Time(At)).With("datetime", DateTime.SpecifyKind(At, DateTimeKind.Utc).ToString("yyyy-MM-ddTHH:mm:ssZ", System.Globalization.CultureInfo.InvariantCulture));
        output.Content.AppendHtml(Element.Of("p", "hint", time, By is null ? null : " · " + By));
    }
}
