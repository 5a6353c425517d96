using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;
using Microsoft.Extensions.Localization;
using Spmis.Web.Shell;

namespace Spmis.Web.Forms;

/// <summary>How wide a field is; a hint of how much to type.</summary>
public enum FieldWidth
{
    /// <summary>Numbers and codes.</summary>
    Short,

    /// <summary>Names, telephone numbers, identity numbers.</summary>
    Medium,

    /// <summary>Addresses and free text.</summary>
    Long,
}

/// <summary>What all form fields share: label, hint and error beside the field, tied to it for screen readers, and the value as it was typed. Attributes it does not know go to the control itself.</summary>
public abstract class FieldTagHelper(IStringLocalizer<Texts> texts) : TagHelper
{
    /// <summary>The bound property.</summary>
    public required ModelExpression For { get; set; }

    /// <summary>The question, in the reader's language.</summary>
    public required string Label { get; set; }

    /// <summary>What helps to answer it.</summary>
    public string? Hint { get; set => field = Element.Given(value); }

    /// <summary>Says so behind the label.</summary>
    public bool Optional { get; set; }

    /// <summary>Set by Razor.</summary>
    [ViewContext, HtmlAttributeNotBound]
    public ViewContext ViewContext { get; set; } = null!; // Razor sets it before Process

    /// <summary>The shell's words.</summary>
    protected IStringLocalizer<Texts> Words { get; } = texts;

    /// <summary>The posted name.</summary>
    protected string Name => ViewContext.ViewData.TemplateInfo.GetFullHtmlFieldName(For.Name);

    /// <summary>The id of the (first) control; the error summary links to it.</summary>
    protected string Id => TagBuilder.CreateSanitizedId(Name, "_");

    /// <summary>The first thing wrong with it, or null.</summary>
    protected string? Error => ViewContext.ViewData.ModelState.TryGetValue(Name, out var entry) && entry.ValidationState == ModelValidationState.Invalid
        ? entry.Errors.Select(e => e.ErrorMessage).FirstOrDefault(m => m.Length > 0) ?? Words["This value cannot be read."]
        : null;

    /// <summary>Ids of hint and error for aria-describedby.</summary>
    protected string? DescribedBy => string.Join(' ', new[] { Hint is null ? null : Id + "-hint", Error is null ? null : Id + "-error" }.OfType<string>()) is { Length: > 0 } ids ? ids : null;

    /// <summary>Draws the control itself.</summary>
    protected abstract IHtmlContent Control(IReadOnlyList<TagHelperAttribute> passed);

    /// <summary>Whether several controls share the question, so that a fieldset with a legend holds them.</summary>
    protected virtual bool IsGroup => false;

    /// <inheritdoc />
    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        FieldsDrawn.Add(ViewContext, Name, Id);
        var passed = output.Attributes.ToList();
        output.Attributes.Clear();
        output.TagName = IsGroup ? "fieldset" : "div";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("class", Error is null ? "field" : "field wrong");
        if (IsGroup && DescribedBy is { } ids)
        {
            output.Attributes.SetAttribute("aria-describedby", ids);
        }

        output.Content.AppendHtml(Heading());
        output.Content.AppendHtml(Help());
        output.Content.AppendHtml(Control(passed));
    }

    /// <summary>What was typed, else the property's value.</summary>
    protected string? Typed(string name, Func<string?> model) =>
        ViewContext.ViewData.ModelState.TryGetValue(name, out var entry) && entry.RawValue is not null ? entry.AttemptedValue : model();

    /// <summary>Puts id, name, description and the passed attributes on a control.</summary>
    protected TagBuilder Fill(TagBuilder control, IReadOnlyList<TagHelperAttribute> passed)
    {
        control.With("id", Id).With("name", Name).With("aria-describedby", DescribedBy).With("aria-invalid", Error is null ? null : "true");
        foreach (var attribute in passed)
        {
            control.With(attribute.Name, attribute.Value?.ToString() ?? "");
        }

        return control;
    }

    /// <summary>Hint and error, in this order, before the control.</summary>
    protected IHtmlContent Help()
    {
        var help = new HtmlContentBuilder();
        if (Hint is not null)
        {
            help.AppendHtml(Element.Of("p", "hint", Hint).With("id", Id + "-hint"));
        }

        if (Error is { } error)
        {
            help.AppendHtml(Element.Of("p", "error", Element.Of("span", "vh", Words["Error:"], " "), error).With("id", Id + "-error"));
        }

        return help;
    }

    private TagBuilder Heading()
    {
        var optional = Optional ? Element.Of("span", "optional", " ", Words["(optional)"]) : null;
        return IsGroup ? Element.Of("legend", null, Label, optional) : Element.Of("label", null, Label, optional).With("for", Id);
    }
}
