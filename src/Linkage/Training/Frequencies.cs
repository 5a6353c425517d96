using System.Globalization;
using Spmis.Linkage.Models;
using Spmis.Linkage.Normalising;

namespace Spmis.Linkage.Training;

/// <summary>Learns how common names and places are, and which numbers are shared by so many that they say nothing.</summary>
internal static class Frequencies
{
    private const int MostValues = 5_000;
    private const int SharedByMany = 25;

    public static Dictionary<string, ModelFrequencies> Of(IReadOnlyList<NormalisedPerson> persons)
    {
        var tables = new Dictionary<string, ModelFrequencies>();
        Add(tables, "family", persons.Select(p => p.Family?.Text));
        Add(tables, "familyClass", persons.Select(p => p.Family?.Class));
        Add(tables, "given", persons.Select(p => p.Given?.Text));
        Add(tables, "givenClass", persons.Select(p => p.Given?.Class));
        Add(tables, "village", persons.Select(p => p.Village?.Text));
        return tables;
    }

    /// <summary>As hashes: a model file must not hold anybody's telephone.</summary>
    public static List<string> Generic(IReadOnlyList<NormalisedPerson> persons) =>
    [
        .. Shared(persons.Select(p => p.NationalId)).Concat(Shared(persons.Select(p => p.Phone))).Concat(Shared(persons.Select(p => p.Email)))
            .Order().Distinct().Select(hash => hash.ToString("x16", CultureInfo.InvariantCulture)),
    ];

    private static IEnumerable<ulong> Shared(IEnumerable<Term?> terms) => terms
        .OfType<Term>().CountBy(t => t.Hash).Where(c => c.Value > SharedByMany).Select(c => c.Key);

    private static void Add(Dictionary<string, ModelFrequencies> tables, string name, IEnumerable<string?> values)
    {
        var counts = values.OfType<string>().CountBy(v => v).OrderByDescending(c => c.Value).ThenBy(c => c.Key, StringComparer.Ordinal).ToList();
        double all = counts.Sum(c => (long)c.Value);
        if (all == 0)
        {
            return;
        }

        var kept = counts.TakeWhile(c => c.Value > 1).Take(MostValues).ToList();
        var others = counts.Skip(kept.Count).ToList();
        var rare = others.Count == 0 ? 1 : others.Average(c => (double)c.Value);
        var average = counts.Sum(c => c.Value / all * (c.Value / all));
        tables[name] = new ModelFrequencies(average, rare / all, new SortedDictionary<string, double>(
            kept.ToDictionary(c => c.Key, c => c.Value / all), StringComparer.Ordinal));
    }
}
