namespace Spmis.Rules.Packages;

/// <summary>Reads the facts a package asks for.</summary>
internal sealed class FactReader(ErrorList errors)
{
    private const int MostFacts = 1000;

    private static readonly Dictionary<string, ValueKind> Kinds = new(StringComparer.Ordinal)
    {
        ["bool"] = ValueKind.Bool,
        ["money"] = ValueKind.Money,
        ["rate"] = ValueKind.Rate,
        ["number"] = ValueKind.Number,
        ["int"] = ValueKind.Int,
        ["date"] = ValueKind.Date,
        ["month"] = ValueKind.Month,
        ["months"] = ValueKind.Months,
        ["days"] = ValueKind.Days,
        ["text"] = ValueKind.Text,
    };

    /// <summary>Where each fact stands, for later complaints.</summary>
    public Dictionary<string, Place> Places { get; } = new(StringComparer.Ordinal);

    public static ValueKind? Kind(YamlText text, ErrorList errors)
    {
        if (Kinds.TryGetValue(text.Value, out var kind))
        {
            return kind;
        }

        errors.Add(text.Place, $"'{text.Value}' is no type.{Suggestion.For(text.Value, Kinds.Keys)}", $"Types: {string.Join(", ", Kinds.Keys)}.");
        return null;
    }

    public IReadOnlyList<FactDeclaration> Read(Yaml? node)
    {
        var facts = new List<FactDeclaration>();
        foreach (var (key, value) in MapReader.Of(node, "'facts'", errors)?.Map.Entries ?? [])
        {
            if (MapReader.IsName(key, "a fact", errors) && ReadFact(key, key.Value, value) is { } fact)
            {
                facts.Add(fact);
                Places[fact.Name] = key.Place;
            }
        }

        if (facts.Sum(f => 1 + f.Fields.Count) > MostFacts)
        {
            errors.Add(node!.Place, $"The package has more than {MostFacts} facts.", "Keep only what its rules ask for."); // Facts were found in it.
        }

        return facts;
    }

    private FactDeclaration? ReadFact(YamlText key, string name, Yaml value)
    {
        if (value is YamlText text)
        {
            return Kind(text, errors) is { } kind ? new FactDeclaration { Name = name, Type = new RuleType(kind), Labels = Texts.None } : null;
        }

        var reader = MapReader.Of(value, $"Fact '{name}'", errors);
        if (reader is null)
        {
            return null;
        }

        return reader.Map["list"] is not null ? ReadList(key, name, reader.Only("list", "fields", "of", "choices", "label")) : ReadSingle(name, reader.Only("type", "choices", "label"));
    }

    private FactDeclaration? ReadSingle(string name, MapReader reader)
    {
        var choices = reader.TextList("choices").Select(c => c.Value).ToList();
        var kind = choices.Count > 0 && reader.Map["type"] is null ? ValueKind.Text : reader.Text("type", needed: true) is { } text ? Kind(text, errors) : null;
        return kind is null ? null : new FactDeclaration { Name = name, Type = new RuleType(kind.Value, choices.Count > 0 ? choices : null), Labels = reader.Languages("label") };
    }

    private FactDeclaration? ReadList(YamlText key, string name, MapReader reader)
    {
        if (reader.Text("list", needed: true) is not { } element || !MapReader.IsName(element, "a record", errors))
        {
            return null;
        }

        var fields = new List<FactDeclaration>();
        foreach (var (field, value) in MapReader.Of(reader.Map["fields"], $"'fields' of '{name}'", errors)?.Map.Entries ?? [])
        {
            if (MapReader.IsName(field, "a field", errors) && ReadFact(field, $"{element.Value}.{field.Value}", value) is { } fact)
            {
                fields.Add(fact);
            }
        }

        // A list of plain words: {list: category, of: text}.
        if (reader.Text("of") is { } of && Kind(of, errors) is { } kind)
        {
            var choices = reader.TextList("choices").Select(c => c.Value).ToList();
            fields.Add(new FactDeclaration { Name = element.Value, Type = new RuleType(kind, choices.Count > 0 ? choices : null), Labels = Texts.None });
        }

        if (fields.Count == 0 || fields.Any(f => f.IsList))
        {
            errors.Add(key.Place, $"List '{name}' has no fields, or a list among them.", "Write fields: {month: month, paid: money}, or of: text.");
            return null;
        }

        return new FactDeclaration { Name = name, Type = new RuleType(ValueKind.Unknown), Labels = reader.Languages("label"), Element = element.Value, Fields = fields };
    }
}
