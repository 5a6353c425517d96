using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace Spmis.Web.Shell;

/// <summary>Builds HTML for the tag helpers. Strings are encoded always; only <see cref="IHtmlContent"/> passes as it is.</summary>
internal static class Element
{
    /// <summary>Razor hands an attribute whose expression was null over as an empty text; both mean "not given".</summary>
    public static string? Given(string? value) => string.IsNullOrEmpty(value) ? null : value;

    public static TagBuilder Of(string tag, string? css = null, params ReadOnlySpan<object?> content)
    {
        var element = new TagBuilder(tag);
        if (tag is "input" or "meta" or "br")
        {
            element.TagRenderMode = TagRenderMode.SelfClosing;
        }

        return element.With("class", css).Add(content);
    }

    public static TagBuilder Add(this TagBuilder element, params ReadOnlySpan<object?> content)
    {
        foreach (var part in content)
        {
            if (part is IHtmlContent html)
            {
                element.InnerHtml.AppendHtml(html);
            }
            else if (part is not null)
            {
                element.InnerHtml.Append(part.ToString()!); // an object whose ToString gives null prints nothing
            }
        }

        return element;
    }

    public static TagBuilder With(this TagBuilder element, string attribute, string? value)
    {
        if (value is not null)
        {
            element.Attributes[attribute] = value;
        }

        return element;
    }

    public static TagBuilder With(this TagBuilder element, string attribute, bool present) => element.With(attribute, present ? "" : null);
}
