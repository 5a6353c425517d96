using System.Globalization;
using System.Text.Json;
using Spmis.Rules.Packages;

namespace Spmis.Rules;

/// <summary>Facts of one case as JSON: <c>{"claim.date": "2026-02-09", "person": {"sex": "female"}, "contributions": [{"month": "2025-01", "paid": 1080}]}</c>. Names are dotted or nested; values are written as in a package's tests.</summary>
public static class FactsJson
{
    private const int DeepestNesting = 16;

    /// <summary>Reads the facts of a scheme.</summary>
    /// <param name="scheme">The scheme that declares them.</param>
    /// <param name="json">The text.</param>
    /// <exception cref="ArgumentException">It is no JSON object, names a fact the scheme does not have, or has a value of the wrong form; the message says which and what would be right.</exception>
    public static Facts Read(Scheme scheme, string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = DeepestNesting, AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip });
            if (document.RootElement.ValueKind is not JsonValueKind.Object)
            {
                throw new ArgumentException("The facts are not a JSON object. Write {\"claim.date\": \"2026-02-09\", ...}.");
            }

            var facts = new Facts();
            Take(scheme, facts, "", document.RootElement);
            return facts;
        }
        catch (JsonException e)
        {
            throw new ArgumentException($"The facts are not valid JSON (line {e.LineNumber + 1}, place {e.BytePositionInLine + 1}): {e.Message}", e);
        }
    }

    private static void Take(Scheme scheme, Facts facts, string prefix, JsonElement values)
    {
        foreach (var property in values.EnumerateObject())
        {
            var name = prefix.Length == 0 ? property.Name : $"{prefix}.{property.Name}";
            if (scheme.Fact(name) is { IsList: true } list)
            {
                facts.SetList(name, Records(scheme, list, property.Value));
            }
            else if (Field(scheme, name) is { } fact)
            {
                facts.Set(name, Value(scheme, fact.Name, fact.Type, property.Value));
            }
            else if (property.Value.ValueKind is JsonValueKind.Object)
            {
                Take(scheme, facts, name, property.Value);
            }
            else
            {
                var known = scheme.Facts.Select(f => f.Name).ToList();
                var nearest = Suggestion.For(name, known);
                throw new ArgumentException($"Scheme {scheme.Id} has no fact '{name}'.{(nearest.Length > 0 ? nearest : $" Its facts are {string.Join(", ", known)}.")}");
            }
        }
    }

    private static FactDeclaration? Field(Scheme scheme, string name) => scheme.Fact(name) ?? scheme.Facts.SelectMany(f => f.Fields).FirstOrDefault(f => f.Name == name);

    private static List<FactRecord> Records(Scheme scheme, FactDeclaration list, JsonElement value) => value.ValueKind is JsonValueKind.Array
        ? [.. value.EnumerateArray().Select(r => Record(scheme, list, r))]
        : throw new ArgumentException($"'{list.Name}' is a list. Write [{{\"{list.KeyOf(list.Fields[0])}\": ...}}, ...].");

    private static FactRecord Record(Scheme scheme, FactDeclaration list, JsonElement value)
    {
        var record = new FactRecord();
        if (value.ValueKind is not JsonValueKind.Object)
        {
            return list.Fields is [{ Name: var only }] && only == list.Element
                ? record.Set(FactRecord.Word, Value(scheme, list.Name, list.Fields[0].Type, value))
                : throw new ArgumentException($"A record of '{list.Name}' is {value}. Write {{\"{list.KeyOf(list.Fields[0])}\": ...}}.");
        }

        foreach (var property in value.EnumerateObject())
        {
            var field = list.Fields.FirstOrDefault(f => list.KeyOf(f) == property.Name)
                ?? throw new ArgumentException($"A record of '{list.Name}' has no field '{property.Name}'.{Suggestion.For(property.Name, list.Fields.Select(list.KeyOf))} Its fields are {string.Join(", ", list.Fields.Select(list.KeyOf))}.");
            record.Set(property.Name, Value(scheme, $"{list.Name} {property.Name}", field.Type, property.Value));
        }

        return record;
    }

    private static RuleValue Value(Scheme scheme, string name, RuleType type, JsonElement value)
    {
        if (value.ValueKind is JsonValueKind.Null)
        {
            return RuleValue.Unknown;
        }

        var text = value.ValueKind is JsonValueKind.Number && value.TryGetDecimal(out var number)
            ? number.ToString(CultureInfo.InvariantCulture)
            : value.ValueKind is JsonValueKind.True or JsonValueKind.False ? (value.GetBoolean() ? "yes" : "no") : value.ToString();
        return Literals.Read(text, type, scheme.Currency, out var right)
            ?? throw new ArgumentException($"Fact '{name}' is {(text.Length <= 60 ? text : text[..60] + "...")}, which is not a {type}. {right}");
    }
}
