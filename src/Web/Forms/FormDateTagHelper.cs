using System.Globalization;
using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Razor.TagHelpers;
using Microsoft.Extensions.Localization;
using Spmis.Web.Shell;

namespace Spmis.Web.Forms;

/// <summary>A civil date, bound to <c>DateOnly?</c>: three fields, or with <c>single</c> one text as 1988-03-27. What was typed stays, real date or not.</summary>
[HtmlTargetElement("form-date", TagStructure = TagStructure.WithoutEndTag)]
public sealed class FormDateTagHelper(IStringLocalizer<Texts> texts) : FieldTagHelper(texts)
{
    /// <summary>One text field instead of three.</summary>
    public bool Single { get; set; }

    /// <summary>It is the person's birth date, which the browser may know.</summary>
    public bool Birthday { get; set; }

    /// <inheritdoc />
    protected override bool IsGroup => !Single;

    private DateOnly? Date => For.Model as DateOnly?;

    /// <inheritdoc />
    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        Hint ??= Single ? Words["For example, 1988-03-27"] : Words["For example, 27 3 1988"];
        base.Process(context, output);
    }

    /// <inheritdoc />
    protected override IHtmlContent Control(IReadOnlyList<TagHelperAttribute> passed)
    {
        if (Single)
        {
            return Fill(Element.Of("input", "short").With("type", "text").With("dir", "ltr").With("inputmode", "numeric"), passed)
                .With("value", Typed(Name, () => FormInputTagHelper.Plain(For.Model)));
        }

        return Element.Of("div", "date",
            Part("Day", "bday-day", Id, Words["Day"], d => d.Day),
            Part("Month", "bday-month", Id + "-month", Words["Month"], d => d.Month),
            Part("Year", "bday-year", Id + "-year", Words["Year"], d => d.Year));
    }

    private TagBuilder Part(string part, string autocomplete, string id, string label, Func<DateOnly, int> model)
    {
        var value = Typed($"{Name}.{part}", () => Date is { } date ? model(date).ToString(CultureInfo.InvariantCulture) : null);
        var input = Element.Of("input", part == "Year" ? "year" : "day").With("type", "text").With("inputmode", "numeric").With("dir", "ltr").With("maxlength", "10")
            .With("id", id).With("name", $"{Name}.{part}").With("value", value).With("autocomplete", Birthday ? autocomplete : "off")
            .With("aria-invalid", Error is null ? null : "true");
        return Element.Of("div", null, Element.Of("label", null, label).With("for", id), input);
    }
}
