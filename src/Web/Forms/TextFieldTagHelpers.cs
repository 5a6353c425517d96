using System.Globalization;
using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Razor.TagHelpers;
using Microsoft.Extensions.Localization;
using Spmis.Values;
using Spmis.Web.Shell;

namespace Spmis.Web.Forms;

/// <summary>One line of text, also telephone, e-mail, password, search and numbers.</summary>
[HtmlTargetElement("form-input", TagStructure = TagStructure.WithoutEndTag)]
public sealed class FormInputTagHelper(IStringLocalizer<Texts> texts) : FieldTagHelper(texts)
{
    /// <summary>The HTML type; numbers are <c>text</c> with <c>inputmode="numeric"</c>.</summary>
    public string Type { get; set; } = "text";

    /// <summary>How wide.</summary>
    public FieldWidth Width { get; set; } = FieldWidth.Medium;

    /// <inheritdoc />
    protected override IHtmlContent Control(IReadOnlyList<TagHelperAttribute> passed)
    {
        var input = Fill(Element.Of("input", Width.ToString().ToLowerInvariant()).With("type", Type), passed);
        // Numbers and addresses read from left to right in every language.
        var leftToRight = Type is "tel" or "email" or "url" || passed.Any(a => a.Name == "inputmode");
        return input.With("dir", leftToRight ? "ltr" : null).With("value", Type == "password" ? null : Typed(Name, () => Plain(For.Model)));
    }

    internal static string? Plain(object? value) => value switch
    {
        DateOnly date => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        Money money => money.ToPlain(),
        IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
        _ => value?.ToString(),
    };
}

/// <summary>Several lines of text.</summary>
[HtmlTargetElement("form-textarea", TagStructure = TagStructure.WithoutEndTag)]
public sealed class FormTextareaTagHelper(IStringLocalizer<Texts> texts) : FieldTagHelper(texts)
{
    /// <inheritdoc />
    protected override IHtmlContent Control(IReadOnlyList<TagHelperAttribute> passed)
    {
        var area = Fill(Element.Of("textarea", "long").With("rows", "4"), passed);
        // HTML drops the first line break of a textarea; this one is for it to drop.
        area.InnerHtml.AppendHtml("\n");
        return area.Add(Typed(Name, () => For.Model?.ToString()));
    }
}

/// <summary>An amount of money: digits and a point, the currency beside it. Bind it to <c>string?</c> and read it with <c>ReadMoney</c>, or to <c>decimal?</c>.</summary>
[HtmlTargetElement("form-money", TagStructure = TagStructure.WithoutEndTag)]
public sealed class FormMoneyTagHelper(IStringLocalizer<Texts> texts) : FieldTagHelper(texts)
{
    /// <summary>The currency's code, shown beside the field.</summary>
    public required string Currency { get; set; }

    /// <inheritdoc />
    protected override IHtmlContent Control(IReadOnlyList<TagHelperAttribute> passed)
    {
        var input = Fill(Element.Of("input", "short num").With("type", "text").With("inputmode", "decimal").With("autocomplete", "off").With("dir", "ltr"), passed)
            .With("value", Typed(Name, () => FormInputTagHelper.Plain(For.Model)));
        return Element.Of("span", "money", input, Element.Of("span", "unit", Currency));
    }
}

/// <summary>A file to send. The form around it becomes multipart by itself.</summary>
[HtmlTargetElement("form-file", TagStructure = TagStructure.WithoutEndTag)]
public sealed class FormFileTagHelper(IStringLocalizer<Texts> texts) : FieldTagHelper(texts)
{
    /// <inheritdoc />
    protected override IHtmlContent Control(IReadOnlyList<TagHelperAttribute> passed)
    {
        PostFormTagHelper.MarkFile(ViewContext);
        return Fill(Element.Of("input").With("type", "file"), passed);
    }
}
