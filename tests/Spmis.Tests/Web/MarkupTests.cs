using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Razor.TagHelpers;
using Spmis.TestKit;
using Spmis.Web.Parts;

namespace Spmis.Tests.Web;

/// <summary>Razor passes an attribute that a part of the portal does not know straight to the browser, and leaves a missing one empty: a card without its label, and nobody is told. This tells.</summary>
public sealed partial class MarkupTests
{
    [Fact]
    public void Pages_UsingTheParts_GiveWhatTheyAskForAndNothingElse()
    {
        var parts = typeof(StatCardTagHelper).Assembly.GetTypes()
            .Where(t => typeof(TagHelper).IsAssignableFrom(t))
            .SelectMany(t => t.GetCustomAttributes<HtmlTargetElementAttribute>().Select(a => (a.Tag, Type: t)))
            .Where(t => t.Tag.Contains('-', StringComparison.Ordinal))
            .ToLookup(t => t.Tag, t => t.Type);
        List<string> wrong = [];
        var used = 0;
        foreach (var file in Directory.EnumerateFiles(Path.Combine(Repository.Root, "src"), "*.cshtml", SearchOption.AllDirectories))
        {
            var text = File.ReadAllText(file);
            foreach (Match tag in OpeningTag().Matches(text))
            {
                used++;
                var where = $"{Path.GetRelativePath(Repository.Root, file)}:{text[..tag.Index].Count(c => c == '\n') + 1} <{tag.Groups[1].Value}>";
                var given = Attributes(text, tag.Index + tag.Length);
                wrong.AddRange(parts.Contains(tag.Groups[1].Value) ? Problems([.. parts[tag.Groups[1].Value]], given).Select(p => $"{where} {p}") : [$"{where} is no part of the portal"]);
            }
        }

        wrong.ShouldBeEmpty();
        used.ShouldBeGreaterThan(300, "the pages were not found");
    }

    private static IEnumerable<string> Problems(IReadOnlyList<Type> parts, IReadOnlyList<string> given)
    {
        var known = parts.SelectMany(p => p.GetProperties()).Where(p => p.SetMethod is { IsPublic: true }).ToLookup(NameOf);
        foreach (var name in given.Where(g => !known.Contains(g) && !OfEveryElement().IsMatch(g)))
        {
            yield return $"does not know {name}=; it knows {string.Join(", ", known.Select(k => k.Key).Order(StringComparer.Ordinal))}";
        }

        foreach (var missing in known.Where(k => k.Any(p => p.GetCustomAttribute<System.Runtime.CompilerServices.RequiredMemberAttribute>() is not null) && !given.Contains(k.Key)))
        {
            yield return $"needs {missing.Key}=";
        }
    }

    private static string NameOf(PropertyInfo property) => property.GetCustomAttribute<HtmlAttributeNameAttribute>()?.Name ?? WordStart().Replace(property.Name, "-$1").ToLowerInvariant();

    // Names of the attributes from here to the end of the tag. Quotes inside @T["..."] or @(...) do not end a value.
    private static List<string> Attributes(string text, int at)
    {
        List<string> names = [];
        while (at < text.Length && text[at] != '>')
        {
            if (AttributeStart().Match(text, at) is { Success: true } name && name.Index == at)
            {
                names.Add(name.Groups[1].Value);
                at = EndOfValue(text, at + name.Length);
            }
            else
            {
                at++;
            }
        }

        return names;
    }

    private static int EndOfValue(string text, int at)
    {
        for (var (depth, quoted) = (0, false); at < text.Length; at++)
        {
            if (text[at] == '"' && depth == 0)
            {
                return at + 1;
            }

            quoted ^= text[at] == '"';
            depth += quoted ? 0 : text[at] is '(' or '[' ? 1 : text[at] is ')' or ']' ? -1 : 0;
        }

        throw new InvalidOperationException("An attribute's value does not end.");
    }

    [GeneratedRegex("<([a-z]+-[a-z]+)(?=[\\s/>])")]
    private static partial Regex OpeningTag();

    [GeneratedRegex("([a-z][a-z0-9-]*)=\"")]
    private static partial Regex AttributeStart();

    [GeneratedRegex("^(class|id|lang|dir|hidden|if-may|role|accept|autocapitalize|autocomplete|inputmode|rows|spellcheck|asp-.*|aria-.*|data-.*)$")]
    private static partial Regex OfEveryElement();

    [GeneratedRegex("(?<!^)([A-Z])")]
    private static partial Regex WordStart();
}
