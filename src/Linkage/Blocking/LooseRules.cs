namespace Spmis.Linkage.Blocking;

/// <summary>Chooses the loose rules that a batch can afford.</summary>
internal static class LooseRules
{
    private const int MostInBlock = 500;

    /// <summary>The cheapest rules first, until the budget of pairs is spent.</summary>
    public static List<int> Choose(IReadOnlyList<NormalisedPerson> persons, BatchOptions options)
    {
        if (persons.Count > options.LooseUpToPersons)
        {
            return [];
        }

        var budget = Math.Max(options.LoosePairs, options.LoosePairsPerPerson * persons.Count);
        List<int> chosen = [];
        var costs = Enumerable.Range(0, LooseKeys.Count).AsParallel().AsOrdered().Select(rule => (Rule: rule, Pairs: Cost(persons, rule))).ToList();
        foreach (var (rule, pairs) in costs.Where(c => c.Pairs > 0).OrderBy(c => c.Pairs).ThenBy(c => c.Rule))
        {
            budget -= pairs;
            if (budget < 0)
            {
                break;
            }

            chosen.Add(rule);
        }

        return chosen;
    }

    /// <summary>Writes the keys of a rule; blocks over the limit stay empty, since a loose rule is an extra.</summary>
    public static void Fill(IReadOnlyList<NormalisedPerson> persons, int rule, Action<int, ulong> write)
    {
        var column = KeyColumn.Sorted(persons.Count, i => LooseKeys.Of(rule, persons[i]));
        foreach (var block in column.Blocks().Where(b => b.Size is > 1 and <= MostInBlock))
        {
            for (var at = block.Start; at < block.End; at++)
            {
                write(column.Persons[at], block.Key);
            }
        }
    }

    private static long Cost(IReadOnlyList<NormalisedPerson> persons, int rule) => KeyColumn
        .Sorted(persons.Count, i => LooseKeys.Of(rule, persons[i]))
        .Blocks().Where(b => b.Size <= MostInBlock).Sum(b => b.Pairs);
}
