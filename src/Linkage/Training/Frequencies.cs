using System.Globalization;
using System.Runtime.InteropServices;
using Spmis.Linkage.Compact;
using Spmis.Linkage.Models;
using Spmis.Linkage.Normalising;

namespace Spmis.Linkage.Training;

/// <summary>Learns how common names and places are, and which numbers are shared by so many that they say nothing.</summary>
internal static class Frequencies
{
    private const int MostValues = 5_000;
    private const int SharedByMany = 25;

    public static Dictionary<string, ModelFrequencies> Of(LinkageRegister register)
    {
        var pool = register.Pool;
        var (names, terms) = (pool.AllNames.ToArray(), pool.AllTerms.ToArray());
        var (family, given, village) = (new int[names.Length], new int[names.Length], new int[terms.Length]);
        foreach (ref readonly var row in register.Rows)
        {
            family[row.Family]++;
            given[row.Given]++;
            village[row.Village]++;
        }

        var tables = new Dictionary<string, ModelFrequencies>();
        Add(tables, "family", family, i => names[i]!.Text); // Whatever was counted is in the pool.
        Add(tables, "familyClass", family, i => names[i]!.Class);
        Add(tables, "given", given, i => names[i]!.Text);
        Add(tables, "givenClass", given, i => names[i]!.Class);
        Add(tables, "village", village, i => terms[i]!.Text);
        return tables;
    }

    /// <summary>As hashes: a model file must not hold anybody's telephone.</summary>
    public static List<string> Generic(LinkageRegister register)
    {
        var pool = register.Pool;
        List<ulong> shared = [];
        AddShared(shared, register, row => row.NationalId, pool);
        AddShared(shared, register, row => row.Phone, pool);
        var emails = new int[pool.Terms];
        foreach (ref readonly var row in register.Rows)
        {
            emails[row.Email]++;
        }

        for (var i = 1; i < emails.Length; i++)
        {
            if (emails[i] > SharedByMany)
            {
                shared.Add(pool.TermOf(i).Hash);
            }
        }

        return [.. shared.Order().Distinct().Select(hash => hash.ToString("x16", CultureInfo.InvariantCulture))];
    }

    private static void AddShared(List<ulong> shared, LinkageRegister register, Func<PersonRow, ulong> of, TermPool pool)
    {
        var numbers = new ulong[register.Count];
        var count = 0;
        foreach (var row in register.Rows)
        {
            if (of(row) is not 0 and var number)
            {
                numbers[count++] = number;
            }
        }

        var sorted = numbers.AsSpan(0, count);
        sorted.Sort();
        for (var start = 0; start < count;)
        {
            var end = start + 1;
            while (end < count && sorted[end] == sorted[start])
            {
                end++;
            }

            if (end - start > SharedByMany)
            {
                shared.Add(StableHash.Of(NumberCode.Text(sorted[start], pool)));
            }

            start = end;
        }
    }

    private static void Add(Dictionary<string, ModelFrequencies> tables, string name, int[] countsByNumber, Func<int, string> textOf)
    {
        var byText = new Dictionary<string, long>(StringComparer.Ordinal);
        for (var i = 1; i < countsByNumber.Length; i++)
        {
            if (countsByNumber[i] > 0)
            {
                CollectionsMarshal.GetValueRefOrAddDefault(byText, textOf(i), out _) += countsByNumber[i];
            }
        }

        double all = byText.Values.Sum();
        if (all == 0)
        {
            return;
        }

        var counts = byText.OrderByDescending(c => c.Value).ThenBy(c => c.Key, StringComparer.Ordinal).ToList();
        var kept = counts.TakeWhile(c => c.Value > 1).Take(MostValues).ToList();
        var others = counts.Skip(kept.Count).ToList();
        var rare = others.Count == 0 ? 1 : others.Average(c => (double)c.Value);
        var average = counts.Sum(c => c.Value / all * (c.Value / all));
        tables[name] = new ModelFrequencies(average, rare / all, new SortedDictionary<string, double>(
            kept.ToDictionary(c => c.Key, c => c.Value / all), StringComparer.Ordinal));
    }
}
