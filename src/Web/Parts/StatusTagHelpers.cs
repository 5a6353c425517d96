using Microsoft.AspNetCore.Razor.TagHelpers;
using Spmis.Web.Shell;

namespace Spmis.Web.Parts;

/// <summary>A status in a word or two.</summary>
[HtmlTargetElement("status-tag")]
public sealed class StatusTagHelper : TagHelper
{
    /// <summary>What it means.</summary>
    public TagKind Kind { get; set; }

    /// <inheritdoc />
    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        (output.TagName, output.TagMode) = ("strong", TagMode.StartTagAndEndTag);
        output.Attributes.SetAttribute("class", "tag " + Kind.ToString().ToLowerInvariant());
    }
}

/// <summary>A paragraph that must not be overlooked.</summary>
[HtmlTargetElement("notice-box")]
public sealed class NoticeTagHelper : TagHelper
{
    /// <summary>What it means.</summary>
    public TagKind Kind { get; set; } = TagKind.Info;

    /// <inheritdoc />
    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        (output.TagName, output.TagMode) = ("div", TagMode.StartTagAndEndTag);
        output.Attributes.SetAttribute("class", "notice " + Kind.ToString().ToLowerInvariant());
    }
}

/// <summary>A number with what it counts. Put several into <c>&lt;div class="stats"&gt;</c>.</summary>
[HtmlTargetElement("stat-card", TagStructure = TagStructure.WithoutEndTag)]
public sealed class StatCardTagHelper : TagHelper
{
    /// <summary>The number, printed.</summary>
    public required string Value { get; set; }

    /// <summary>What it counts.</summary>
    public required string Label { get; set; }

    /// <summary>The list behind it.</summary>
    public string? Href { get; set => field = Element.Given(value); }

    /// <inheritdoc />
    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        (output.TagName, output.TagMode) = ("p", TagMode.StartTagAndEndTag);
        output.Attributes.SetAttribute("class", "stat");
        output.Content.SetHtmlContent(Element.Of("b", null, Element.Of("bdi", null, Value)));
        output.Content.AppendHtml(Href is null ? Element.Of("span", null, Label) : Element.Of("a", null, Label).With("href", Href));
    }
}

/// <summary>It is done: a large confirmation with the number to note. What happens next goes inside, below it.</summary>
[HtmlTargetElement("confirm-panel")]
public sealed class ConfirmPanelTagHelper : TagHelper
{
    /// <summary>What is done; the page's only h1.</summary>
    public required string Title { get; set; }

    /// <summary>What the number below is: "Registration number".</summary>
    public string? Caption { get; set => field = Element.Given(value); }

    /// <summary>The number to note.</summary>
    public string? Reference { get; set => field = Element.Given(value); }

    /// <inheritdoc />
    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        output.TagName = null;
        output.PreContent.AppendHtml(Element.Of("div", "done", Element.Of("h1", null, Title),
            Reference is null ? null : Element.Of("p", null, Caption, Element.Of("br"), Element.Of("strong", null, Element.Of("bdi", null, Reference)))));
    }
}
