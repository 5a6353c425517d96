namespace Spmis.Rules.Packages;

/// <summary>Reads the rules as written; a mapping without any word of a rule is a group.</summary>
internal sealed partial class RuleReader(ErrorList errors)
{
    private const int MostRules = 2000;
    private const int MostLetters = 20_000;
    private static readonly string[] Bodies = ["is", "all", "any", "when", "cases", "default", "dated"];
    private static readonly string[] Words = [.. Bodies, "then", "else", "unless", "label", "article", "id"];

    private readonly List<RuleDraft> rules = [];

    public IReadOnlyList<RuleDraft> Read(Yaml? node)
    {
        if (MapReader.Of(node, "'rules'", errors) is { } reader)
        {
            ReadGroup(reader, "");
        }

        return rules;
    }

    private void ReadGroup(MapReader group, string prefix)
    {
        foreach (var (key, value) in group.Map.Entries)
        {
            if (!MapReader.IsName(key, "a rule", errors))
            {
                continue;
            }

            var id = prefix.Length == 0 ? key.Value : $"{prefix}.{key.Value}";
            if (value is YamlMap map && !map.Entries.Any(e => Bodies.Contains(e.Key.Value)))
            {
                ReadGroup(new MapReader(map, $"Group '{id}'", errors), id);
            }
            else if (rules.Count >= MostRules)
            {
                errors.Add(key.Place, $"The package has more than {MostRules} rules.", "Cut it into several packages.");
                return;
            }
            else if (ReadForm(value, $"Rule '{id}'") is { } form)
            {
                var reader = (value as YamlMap) is { } body ? new MapReader(body, $"Rule '{id}'", errors) : null;
                var neighbours = id.Contains('.', StringComparison.Ordinal) ? id[..id.LastIndexOf('.')] : "";
                rules.Add(new RuleDraft(id, neighbours, key.Place, reader?.Languages("label") ?? Texts.None, reader?.Text("article")?.Value, form));
            }
        }
    }

    private FormDraft? ReadForm(Yaml? node, string what)
    {
        if (node is YamlText { Value.Length: > MostLetters } endless)
        {
            errors.Add(endless.Place, $"The expression has more than {MostLetters} letters.", "Cut it into several rules with names of their own.");
            return null;
        }

        if (node is YamlText text)
        {
            return new ExpressionDraft(text);
        }

        if (MapReader.Of(node, what, errors)?.Only(Words) is not { } reader)
        {
            return null;
        }

        var bodies = reader.Map.Entries.Where(e => Bodies.Contains(e.Key.Value)).ToList();
        if (bodies.Count != 1)
        {
            errors.Add(reader.Map.Place, $"{what} needs exactly one of {string.Join(", ", Bodies)}.", "A rule has one body; give parts names of their own.");
            return null;
        }

        return bodies[0].Key.Value switch
        {
            "is" => ReadForm(bodies[0].Value, what),
            "all" or "any" => ReadLogic(reader, bodies[0].Key, what),
            "when" => ReadChoice(reader, what),
            "cases" => ReadCases(reader, what),
            "default" => ReadDefault(reader, what),
            _ => ReadDated(reader, what),
        };
    }

    private FormDraft? Needed(MapReader reader, string key, string what)
    {
        if (reader.Map[key] is { } node)
        {
            return ReadForm(node, what);
        }

        errors.Add(reader.Map.Place, $"{what} has no '{key}'.", $"Add {key}: ...");
        return null;
    }
}
