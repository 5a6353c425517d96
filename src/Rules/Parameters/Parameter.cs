namespace Spmis.Rules.Parameters;

/// <summary>What a figure depends on besides the day.</summary>
/// <param name="Name">For messages.</param>
/// <param name="IsClass">Whether its keys are lower bounds: the largest key that is not above is taken.</param>
internal sealed record Dimension(string Name, bool IsClass);

/// <summary>A figure of the law.</summary>
internal sealed class Parameter
{
    private HashSet<string>[]? keys;

    public required string Id { get; init; }

    public required RuleType Type { get; init; }

    public required IReadOnlyDictionary<string, string> Labels { get; init; }

    public required IReadOnlyList<Dimension> Dimensions { get; init; }

    /// <summary>Sorted by start, then by recorded date.</summary>
    public required IReadOnlyList<ParameterEntry> Entries { get; init; }

    /// <summary>Whether its values are brackets for scale().</summary>
    public required bool IsBrackets { get; init; }

    /// <summary>Whether it has no dates and is used without @.</summary>
    public required bool IsConstant { get; init; }

    /// <summary>The keys of a dimension as written.</summary>
    public IReadOnlySet<string> KeysOf(int dimension)
    {
        keys ??= [.. Dimensions.Select(_ => new HashSet<string>(StringComparer.Ordinal))];
        if (keys.Length > 0 && keys[0].Count == 0)
        {
            foreach (var row in Entries.SelectMany(e => e.Cell.Flatten([])))
            {
                foreach (var (key, i) in row.Keys.Select((k, i) => (k, i)).Where(k => k.i < keys.Length))
                {
                    keys[i].Add(key);
                }
            }
        }

        return keys[dimension];
    }

    /// <summary>The value in force on a day as it was known on another; null when there is none.</summary>
    public ParameterEntry? In(DateOnly day, DateOnly? asKnownOn)
    {
        for (var i = Entries.Count - 1; i >= 0; i--)
        {
            var entry = Entries[i];
            if (entry.From <= day && (asKnownOn is null || entry.Recorded is null || entry.Recorded <= asKnownOn))
            {
                return day <= entry.To ? entry : null; // What has ended does not bring back what it replaced.
            }
        }

        return null;
    }

    public ParameterInfo Info() => new(Id, Type, Labels, [.. Dimensions.Select(d => d.Name)], [.. Entries.SelectMany(e => e.Infos())]);
}

/// <summary>The values of a figure from one day on.</summary>
internal sealed class ParameterEntry
{
    public required DateOnly From { get; init; }

    public required DateOnly To { get; init; }

    public required DateOnly? Recorded { get; init; }

    public required string? Article { get; init; }

    public required Cell Cell { get; init; }

    public IEnumerable<ParameterValueInfo> Infos() => Cell.Flatten([]).Select(c => new ParameterValueInfo(
        From == DateOnly.MinValue ? null : From,
        To == DateOnly.MaxValue ? null : To,
        Recorded,
        c.Keys,
        c.Cell.Brackets is { } b ? string.Join("; ", b) : c.Cell.Value.IsKnown ? c.Cell.Value.ToString() : "none",
        c.Cell.Article ?? Article));
}

/// <summary>From this amount on, this rate.</summary>
internal sealed record Bracket(decimal Over, decimal Rate)
{
    public override string ToString() => $"over {RuleValue.Number(Over)}: {RuleValue.Number(Rate * 100)}%";
}
