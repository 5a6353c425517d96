namespace Spmis.Rules.Parameters;

/// <summary>A value, or a table of cells by the next dimension's key.</summary>
internal sealed class Cell
{
    private const int MostWords = 12;
    private (string Word, Cell Cell)[]? words;

    /// <summary>The value; unknown means that the law had none.</summary>
    public RuleValue Value { get; init; }

    public string? Article { get; init; }

    public IReadOnlyList<Bracket>? Brackets { get; init; }

    /// <summary>By exact key.</summary>
    public Dictionary<RuleValue, Cell>? Rows { get; init; }

    /// <summary>By lower bound, ascending.</summary>
    public (decimal Over, Cell Cell)[]? Classes { get; init; }

    public Cell? Find(RuleValue key) => Classes is null ? Rows?.GetValueOrDefault(Normal(key)) : ClassOf(key.Raw) is >= 0 and var i ? Classes[i].Cell : null;

    /// <summary>The row of a word.</summary>
    public Cell? FindText(string key)
    {
        if (Rows is null)
        {
            return null;
        }

        words ??= [.. Rows.Where(r => r.Key.Kind is ValueKind.Text).Select(r => (r.Key.AsText, r.Value))];
        if (words.Length > MostWords)
        {
            return Rows.GetValueOrDefault(RuleValue.Text(key));
        }

        foreach (var (word, cell) in words)
        {
            if (string.Equals(word, key, StringComparison.Ordinal))
            {
                return cell;
            }
        }

        return null;
    }

    /// <summary>The row or class of a number.</summary>
    public Cell? FindNumber(decimal key) => Classes is null ? Rows?.GetValueOrDefault(RuleValue.Number(key)) : ClassOf(key) is >= 0 and var i ? Classes[i].Cell : null;

    /// <summary>Index of the class a value lies in, -1 when it is below the first.</summary>
    public int ClassOf(decimal value)
    {
        var (low, high) = (0, Classes!.Length - 1); // Only asked of a cell with classes.
        while (low <= high)
        {
            var middle = (low + high) / 2;
            (low, high) = Classes[middle].Over <= value ? (middle + 1, high) : (low, middle - 1);
        }

        return high;
    }

    /// <summary>Numbers of any kind find the same row.</summary>
    public static RuleValue Normal(RuleValue key) => key.Kind is ValueKind.Text or ValueKind.Bool ? key : RuleValue.Number(key.Raw);

    public IEnumerable<(IReadOnlyList<string> Keys, Cell Cell)> Flatten(IReadOnlyList<string> keys) => this switch
    {
        { Rows: { } rows } => rows.SelectMany(r => r.Value.Flatten([.. keys, r.Key.ToString()])),
        { Classes: { } classes } => classes.SelectMany(c => c.Cell.Flatten([.. keys, RuleValue.Number(c.Over).ToString()])),
        _ => [(keys, this)],
    };
}
