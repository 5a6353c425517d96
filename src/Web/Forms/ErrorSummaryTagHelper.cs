using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;
using Microsoft.Extensions.Localization;
using Spmis.Web.Shell;

namespace Spmis.Web.Forms;

/// <summary>All that is wrong, on top, with links to the fields and the focus on it. The layout draws it; pages need not.</summary>
[HtmlTargetElement("error-summary")]
public sealed class ErrorSummaryTagHelper(IStringLocalizer<Texts> texts) : TagHelper
{
    /// <summary>Set by Razor.</summary>
    [ViewContext, HtmlAttributeNotBound]
    public ViewContext ViewContext { get; set; } = null!; // Razor sets it before Process

    /// <inheritdoc />
    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        var state = ViewContext.ViewData.ModelState;
        if (state.IsValid)
        {
            output.SuppressOutput();
            return;
        }

        var fields = FieldsDrawn.Of(ViewContext);
        var list = Element.Of("ul");
        foreach (var (name, id) in fields)
        {
            if (state.TryGetValue(name, out var entry) && entry.ValidationState == ModelValidationState.Invalid)
            {
                list.Add(Element.Of("li", null, Element.Of("a", null, Text(entry)).With("href", "#" + id)));
            }
        }

        foreach (var (name, entry) in state.Where(s => s.Value?.ValidationState == ModelValidationState.Invalid && fields.All(f => !f.Name.Equals(s.Key, StringComparison.OrdinalIgnoreCase))))
        {
            foreach (var error in entry!.Errors) // invalid entries are not null, see above
            {
                list.Add(Element.Of("li", null, error.ErrorMessage.Length > 0 ? error.ErrorMessage : Text(entry)));
            }
        }

        output.TagName = "div";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("class", "errors");
        output.Attributes.SetAttribute("role", "alert");
        output.Attributes.SetAttribute("aria-labelledby", "errors-title");
        output.Attributes.SetAttribute("tabindex", "-1");
        output.Attributes.SetAttribute(new TagHelperAttribute("autofocus"));
        output.Content.AppendHtml(Element.Of("h2", null, texts["There is a problem"]).With("id", "errors-title")).AppendHtml(list);
    }

    private string Text(ModelStateEntry entry) => entry.Errors.Select(e => e.ErrorMessage).FirstOrDefault(m => m.Length > 0) ?? texts["This value cannot be read."];
}
