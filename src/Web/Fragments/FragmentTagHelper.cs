using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;
using Microsoft.Extensions.Localization;
using Spmis.Web.Shell;

namespace Spmis.Web.Fragments;

/// <summary>A part of the page that another module draws; when that module does not answer, a gap that says so.</summary>
[HtmlTargetElement("fragment")]
public sealed class FragmentTagHelper(FragmentClient fragments, IStringLocalizer<Texts> texts) : TagHelper
{
    /// <summary>Its address: <c>/fragments/contributions/person/26000012345</c>.</summary>
    public required string Src { get; set; }

    /// <summary>What is missing when it is missing: "Contributions".</summary>
    public required string Title { get; set; }

    /// <summary>Set by Razor.</summary>
    [ViewContext, HtmlAttributeNotBound]
    public ViewContext ViewContext { get; set; } = null!; // Razor sets it before Process

    /// <inheritdoc />
    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        var html = await fragments.FetchAsync(Src, ViewContext.HttpContext.Request, ViewContext.HttpContext.RequestAborted);
        output.TagName = null;
        if (html is not null)
        {
            output.Content.SetHtmlContent(html);
            return;
        }

        output.Content.SetHtmlContent(Element.Of("div", "notice wait", Element.Of("strong", null, texts["{0} cannot be shown just now.", Title]), " ", texts["The rest of the page is complete. Try again in a minute."]));
    }
}
