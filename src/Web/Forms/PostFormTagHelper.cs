using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;
using Spmis.Web.Shell;

namespace Spmis.Web.Forms;

/// <summary>Every <c>&lt;form method="post"&gt;</c> gets a key against double submits, an anti-forgery token even with a written action, no validation by the browser (the server's words are better), the multipart encoding when it holds a file field, and its page's address without a handler where another button's answer is shown: else its own button would be that other one.</summary>
[HtmlTargetElement("form", Attributes = "[method=post]")]
public sealed class PostFormTagHelper(IHtmlGenerator generator) : TagHelper
{
    internal const string KeyField = "form-key";
    private const string Handler = "handler";
    private const string FileMark = "Spmis.Web.Forms.File";

    /// <summary>Set by Razor.</summary>
    [ViewContext, HtmlAttributeNotBound]
    public ViewContext ViewContext { get; set; } = null!; // Razor sets it before Process

    /// <summary>After MVC's own form helper, which may already have put a token.</summary>
    public override int Order => 100;

    /// <inheritdoc />
    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        await output.GetChildContentAsync();
        output.Attributes.SetAttribute(new TagHelperAttribute("novalidate"));
        if (ViewContext.HttpContext.Items.Remove(FileMark))
        {
            output.Attributes.SetAttribute("enctype", "multipart/form-data");
        }

        var request = ViewContext.HttpContext.Request;
        if (!output.Attributes.ContainsName("action") && request.Query.ContainsKey(Handler))
        {
            output.Attributes.SetAttribute("action", request.PathBase + request.Path + QueryString.Create(request.Query.Where(q => !q.Key.Equals(Handler, StringComparison.OrdinalIgnoreCase))));
        }

        output.PostContent.AppendHtml(Element.Of("input").With("type", "hidden").With("name", KeyField).With("value", Guid.CreateVersion7().ToString("N")));
        if (context.AllAttributes["action"]?.Value.ToString() is { Length: > 0 })
        {
            output.PostContent.AppendHtml(generator.GenerateAntiforgery(ViewContext));
        }
    }

    internal static void MarkFile(ViewContext view) => view.HttpContext.Items[FileMark] = true;
}
