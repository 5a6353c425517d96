using System.Collections.Concurrent;

namespace Spmis.Linkage.Blocking;

/// <summary>Chooses the loose rules that a batch can afford.</summary>
internal static class LooseRules
{
    /// <summary>Larger blocks are left out, since a loose rule is an extra.</summary>
    public const int MostInBlock = 1_000;

    private const int TriedAtOnce = 8;

    /// <summary>The cheapest rules, until the budget of pairs is spent; cheapest first.</summary>
    public static IReadOnlyList<int> Choose(LinkageRegister register, long spent, BatchOptions options, ConcurrentBag<KeySorter> sorters)
    {
        var budget = Math.Max(options.LoosePairs, (options.PairsPerPerson * register.Count) - spent);
        List<int> chosen = [];
        foreach (var (rule, pairs) in Costs(register, sorters).Where(c => c.Pairs > 0).OrderBy(c => c.Pairs).ThenBy(c => c.Rule))
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

    /// <summary>What each rule would cost, some rules at a time: most are not chosen, and nothing of those is kept.</summary>
    private static IEnumerable<(int Rule, long Pairs)> Costs(LinkageRegister register, ConcurrentBag<KeySorter> sorters)
    {
        var keys = new uint[register.Count * TriedAtOnce];
        foreach (var rules in Enumerable.Range(0, LooseKeys.Count).Chunk(TriedAtOnce))
        {
            Parallel.For(0, register.Count, i => LooseKeys.Fill(rules, register[i], keys.AsSpan(i * TriedAtOnce, TriedAtOnce)));
            var costs = KeyMatrix.InParallel(rules.Length, sorters, (place, sorter) => Cost(keys, place, register.Count, sorter), register.Count);
            foreach (var (rule, pairs) in rules.Zip(costs))
            {
                yield return (rule, pairs);
            }
        }
    }

    private static long Cost(uint[] keys, int place, int persons, KeySorter sorter)
    {
        for (var i = 0; i < persons; i++)
        {
            sorter.Add(keys[(i * TriedAtOnce) + place], i);
        }

        long pairs = 0;
        sorter.Blocks(members => pairs += members.Length <= MostInBlock ? KeyColumn.PairsOf(members.Length) : 0);
        return pairs;
    }
}
