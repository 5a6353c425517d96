using System.Text.Json;

namespace Spmis.Rules.Testing;

/// <summary>Turns the inputs of a worked example into facts, and into rules that the example gives instead of asking.</summary>
internal sealed class VectorInputs
{
    private readonly Scheme scheme;
    private readonly VectorNames names;
    private readonly List<string> ignored = [];
    private readonly HashSet<string> given = new(StringComparer.Ordinal);

    public VectorInputs(Scheme scheme, VectorNames names, JsonElement vector)
    {
        (this.scheme, this.names) = (scheme, names);
        if (vector.TryGetProperty("inputs", out var inputs))
        {
            foreach (var input in inputs.EnumerateObject())
            {
                Take([input.Name], input.Value);
            }
        }

        if (vector.TryGetProperty("period", out var period) && names.Facts(["period"]).FirstOrDefault() is { } fact && VectorValues.Read(period, fact.Type) is { } when)
        {
            // A period that is no date ("cfr", "ssa") says nothing.
            Facts.Set(fact.Name, when);
        }

        foreach (var (name, value) in scheme.Content.VectorDefaults.Where(d => !Facts.Values.ContainsKey(d.Key) && !Facts.Lists.ContainsKey(d.Key)))
        {
            _ = value.IsKnown ? Facts.Set(name, value) : Facts.SetList(name, []);
        }
    }

    public Facts Facts { get; } = new();

    /// <summary>Rules whose value the example states.</summary>
    public IReadOnlySet<string> Given => given;

    /// <summary>Inputs nothing stands for.</summary>
    public IReadOnlyList<string> Ignored => ignored;

    /// <summary>Why the inputs do not fit the package; null when they do.</summary>
    public string? Unfit { get; private set; }

    private void Take(IReadOnlyList<string> path, JsonElement value)
    {
        if (value.ValueKind is JsonValueKind.Null)
        {
            return;
        }

        var bare = VectorValues.Bare(value);
        if (names.Facts(path).FirstOrDefault(f => f.IsList ? IsList(f, value) : VectorValues.IsScalar(bare)) is { } fact)
        {
            if (fact.IsList)
            {
                Facts.SetList(fact.Name, Records(fact, path, value));
            }
            else
            {
                Put(path, fact.Name, fact.Type, bare);
            }
        }
        else if (VectorValues.IsScalar(bare) && names.Rule(path) is { } rule && scheme.Content.Rules.First(r => r.Id == rule) is { Elements.Count: 0 } known)
        {
            given.Add(rule);
            Put(path, rule, known.Body.Type, bare);
        }
        else if (value.ValueKind is JsonValueKind.Object && !VectorValues.IsByDate(value))
        {
            foreach (var part in value.EnumerateObject())
            {
                Take([.. path, part.Name], part.Value);
            }
        }
        else
        {
            ignored.Add(string.Join('.', path));
        }
    }

    private void Put(IReadOnlyList<string> path, string name, RuleType type, JsonElement value)
    {
        if (VectorValues.Read(value, type) is not { } read)
        {
            Unfit ??= $"Input {string.Join('.', path)} is {value}, but '{name}' is {type}.";
        }
        else if (Facts.Values.TryGetValue(name, out var before) && before.Value != read)
        {
            Unfit ??= $"Input {string.Join('.', path)} gives '{name}' a second value.";
        }
        else
        {
            Facts.Set(name, read);
        }
    }

    // A list is written as an array, as values by date ({"1986": 16196}), or as records by name ({"parent1": {...}}).
    private static bool IsList(FactDeclaration list, JsonElement value) => value.ValueKind is JsonValueKind.Array
        || (VectorValues.IsByDate(value) && list.Fields.Count > 1)
        || (value.ValueKind is JsonValueKind.Object && value.EnumerateObject().All(p => p.Value.ValueKind is JsonValueKind.Object));

    private List<FactRecord> Records(FactDeclaration list, IReadOnlyList<string> path, JsonElement value) =>
        value.ValueKind is JsonValueKind.Array ? [.. value.EnumerateArray().Select(r => Record(list, path, r))]
        : VectorValues.IsByDate(value) ? [.. value.EnumerateObject().Select(p => Dated(list, path, p))]
        : [.. value.EnumerateObject().Select(p => Record(list, path, p.Value))];

    private FactRecord Dated(FactDeclaration list, IReadOnlyList<string> path, JsonProperty entry)
    {
        var record = new FactRecord();
        using var key = JsonDocument.Parse(JsonSerializer.Serialize(entry.Name));
        Set(record, list, list.Fields[0], path, key.RootElement);
        Set(record, list, list.Fields[1], path, entry.Value);
        return record;
    }

    private FactRecord Record(FactDeclaration list, IReadOnlyList<string> path, JsonElement value)
    {
        var record = new FactRecord();
        switch (value.ValueKind)
        {
            case JsonValueKind.Array:
                foreach (var (field, cell) in list.Fields.Zip(value.EnumerateArray()))
                {
                    Set(record, list, field, path, cell);
                }

                break;
            case JsonValueKind.Object:
                foreach (var part in value.EnumerateObject())
                {
                    var field = list.Fields.FirstOrDefault(f => f.Name == names.Field([.. path, part.Name]) || list.KeyOf(f) == part.Name);
                    if (field is null)
                    {
                        ignored.Add($"{string.Join('.', path)}.{part.Name}");
                    }
                    else
                    {
                        Set(record, list, field, path, VectorValues.Bare(part.Value));
                    }
                }

                break;
            default:
                Set(record, list, list.Fields[0], path, value);
                break;
        }

        return record;
    }

    private void Set(FactRecord record, FactDeclaration list, FactDeclaration field, IReadOnlyList<string> path, JsonElement cell)
    {
        if (VectorValues.Read(cell, field.Type) is { } value)
        {
            record.Set(list.KeyOf(field), value);
        }
        else if (cell.ValueKind is not JsonValueKind.Null)
        {
            Unfit ??= $"Input {string.Join('.', path)} has {cell}, but '{field.Name}' is {field.Type}.";
        }
    }
}
