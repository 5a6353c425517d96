namespace Spmis.Linkage.Blocking;

/// <summary>Chooses the loose rules that a batch can afford.</summary>
internal static class LooseRules
{
    private const int MostInBlock = 1_000;

    /// <summary>The blocks of the cheapest rules, until the budget of pairs is spent. Blocks over the limit are left out, since a loose rule is an extra.</summary>
    public static List<KeyColumn> Choose(KeyMatrix matrix, int persons, long spent, BatchOptions options)
    {
        var budget = Math.Max(options.LoosePairs, (options.PairsPerPerson * persons) - spent);
        var found = Enumerable.Range(0, LooseKeys.Count).AsParallel().AsOrdered().Select(rule => (Rule: rule, Column: WithoutGreatBlocks(matrix.Column(KeySlots.Count + rule)))).ToList();
        List<(int Rule, KeyColumn Column)> chosen = [];
        foreach (var (rule, column) in found.Where(f => f.Column.Pairs > 0).OrderBy(f => f.Column.Pairs).ThenBy(f => f.Rule))
        {
            budget -= column.Pairs;
            if (budget < 0)
            {
                break;
            }

            chosen.Add((rule, column));
        }

        matrix.KeepLoose([.. chosen.Select(c => (KeySlots.Count + c.Rule, c.Column))]);
        return [.. chosen.Select(c => c.Column)];
    }

    private static KeyColumn WithoutGreatBlocks(KeyColumn column)
    {
        List<int> persons = [];
        List<int> ends = [];
        var start = 0;
        foreach (var end in column.Ends)
        {
            if (end - start <= MostInBlock)
            {
                persons.AddRange(column.Persons.AsSpan(start, end - start));
                ends.Add(persons.Count);
            }

            start = end;
        }

        return new KeyColumn([.. persons], [.. ends]);
    }
}
