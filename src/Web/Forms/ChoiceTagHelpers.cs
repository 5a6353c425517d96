using System.Collections;
using System.Globalization;
using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Razor.TagHelpers;
using Microsoft.Extensions.Localization;
using Spmis.Web.Shell;

namespace Spmis.Web.Forms;

/// <summary>One of the answers to choose from.</summary>
/// <param name="Value">What is sent: a code, an enum's name, <c>true</c> or <c>false</c>.</param>
/// <param name="Text">What is read.</param>
/// <param name="Hint">What helps to choose (radios and checkboxes).</param>
public sealed record Choice(string Value, string Text, string? Hint = null);

/// <summary>What fields with given answers share.</summary>
public abstract class ChoiceTagHelper(IStringLocalizer<Texts> texts) : FieldTagHelper(texts)
{
    /// <summary>The answers.</summary>
    public IEnumerable<Choice> Items { get; set; } = [];

    /// <summary>The values chosen: as sent, else of the property.</summary>
    protected IReadOnlyList<string> Chosen()
    {
        if (ViewContext.ViewData.ModelState.TryGetValue(Name, out var entry) && entry.RawValue is not null)
        {
            return entry.RawValue is string[] several ? several : [entry.AttemptedValue ?? ""];
        }

        return For.Model switch
        {
            null => [],
            string one => [one],
            IEnumerable many => [.. many.Cast<object>().Select(Text)],
            var one => [Text(one)],
        };
    }

    /// <summary>Draws radios or checkboxes; the first carries the field's id.</summary>
    protected IHtmlContent Boxes(string type, IReadOnlyList<TagHelperAttribute> passed)
    {
        var chosen = Chosen();
        var all = Element.Of("div", "choices");
        foreach (var (index, item) in Items.Index())
        {
            var id = index == 0 ? Id : string.Create(CultureInfo.InvariantCulture, $"{Id}-{index + 1}");
            var box = Fill(Element.Of("input"), passed).With("type", type).With("id", id).With("value", item.Value)
                .With("checked", chosen.Contains(item.Value, StringComparer.OrdinalIgnoreCase));
            box.Attributes.Remove("aria-describedby"); // the fieldset has it already
            box.Attributes.Remove("aria-invalid"); // radios do not allow it; the fieldset's description says it
            box.With("aria-describedby", item.Hint is null ? null : id + "-hint");
            all.Add(Element.Of("div", "choice", box, Element.Of("label", null, item.Text).With("for", id),
                item.Hint is null ? null : Element.Of("p", "hint", item.Hint).With("id", id + "-hint")));
        }

        return all;
    }

    private static string Text(object value) => FormInputTagHelper.Plain(value) ?? "";
}

/// <summary>One answer of many.</summary>
[HtmlTargetElement("form-select", TagStructure = TagStructure.WithoutEndTag)]
public sealed class FormSelectTagHelper(IStringLocalizer<Texts> texts) : ChoiceTagHelper(texts)
{
    /// <summary>The first, empty answer: "All districts". Without it: "Choose".</summary>
    public string? Blank { get; set => field = Element.Given(value); }

    /// <inheritdoc />
    protected override IHtmlContent Control(IReadOnlyList<TagHelperAttribute> passed)
    {
        var chosen = Chosen();
        var select = Fill(Element.Of("select", "medium"), passed).Add(Option(new Choice("", Blank ?? Words["Choose"]), false));
        foreach (var item in Items)
        {
            select.Add(Option(item, chosen.Contains(item.Value, StringComparer.OrdinalIgnoreCase)));
        }

        return select;
    }

    private static TagBuilder Option(Choice item, bool selected) => Element.Of("option", null, item.Text).With("value", item.Value).With("selected", selected);
}

/// <summary>One answer of a few, all in sight.</summary>
[HtmlTargetElement("form-radios", TagStructure = TagStructure.WithoutEndTag)]
public sealed class FormRadiosTagHelper(IStringLocalizer<Texts> texts) : ChoiceTagHelper(texts)
{
    /// <inheritdoc />
    protected override bool IsGroup => true;

    /// <inheritdoc />
    protected override IHtmlContent Control(IReadOnlyList<TagHelperAttribute> passed) => Boxes("radio", passed);
}

/// <summary>Any of a few answers, bound to a list of strings.</summary>
[HtmlTargetElement("form-checkboxes", TagStructure = TagStructure.WithoutEndTag)]
public sealed class FormCheckboxesTagHelper(IStringLocalizer<Texts> texts) : ChoiceTagHelper(texts)
{
    /// <inheritdoc />
    protected override bool IsGroup => true;

    /// <inheritdoc />
    protected override IHtmlContent Control(IReadOnlyList<TagHelperAttribute> passed) => Boxes("checkbox", passed);
}

/// <summary>A single yes, bound to a bool: "I declare that ...".</summary>
[HtmlTargetElement("form-checkbox", TagStructure = TagStructure.WithoutEndTag)]
public sealed class FormCheckboxTagHelper(IStringLocalizer<Texts> texts) : FieldTagHelper(texts)
{
    /// <inheritdoc />
    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        base.Process(context, output);
        output.Content.Clear();
        output.Content.AppendHtml(Help());
        var box = Fill(Element.Of("input").With("type", "checkbox").With("value", "true").With("checked", For.Model is true), []);
        output.Content.AppendHtml(Element.Of("div", "choice", box, Element.Of("label", null, Label).With("for", Id)));
    }

    /// <inheritdoc />
    protected override IHtmlContent Control(IReadOnlyList<TagHelperAttribute> passed) => HtmlString.Empty;
}
