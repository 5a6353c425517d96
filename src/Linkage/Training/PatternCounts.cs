using Spmis.Linkage.Batch;
using Spmis.Linkage.Comparing;
using Spmis.Linkage.Normalising;

namespace Spmis.Linkage.Training;

/// <summary>
/// How often each comparison vector occurs among all pairs of the register: counted where persons share a key,
/// estimated from random pairs where they do not. Counting all pairs, not only blocked ones, keeps m and u unbiased.
/// </summary>
internal static class PatternCounts
{
    public static Dictionary<ulong, double> Of(IReadOnlyList<NormalisedPerson> persons, IReadOnlySet<ulong> generic, TrainingOptions options)
    {
        var candidates = new Candidates(persons, generic, options.Batch);
        var counts = Shared(candidates, persons, generic, options);
        if (!candidates.IsExhaustive)
        {
            AddStrangers(counts, candidates, persons, generic, options);
        }

        return counts;
    }

    /// <summary>Above the limit every k-th pair stands for k, chosen by hash so that the choice does not depend on threads.</summary>
    private static Dictionary<ulong, double> Shared(Candidates candidates, IReadOnlyList<NormalisedPerson> persons, IReadOnlySet<ulong> generic, TrainingOptions options)
    {
        var every = (ulong)Math.Max(1, candidates.Cost / options.ComparedPairs);
        var parts = candidates.Chunks().AsParallel().AsOrdered().Select(chunk =>
        {
            var part = new Dictionary<ulong, long>();
            chunk.ForEach((i, j) =>
            {
                var (a, b) = Ordered(persons[i], persons[j]);
                if (every == 1 || StableHash.Mix(a.Fingerprint, b.Fingerprint) % every == 0)
                {
                    var pattern = Comparer.Compare(a, b, generic).Packed;
                    part[pattern] = part.GetValueOrDefault(pattern) + 1;
                }
            });
            return part;
        });
        var counts = new Dictionary<ulong, double>();
        foreach (var part in parts)
        {
            foreach (var (pattern, count) in part)
            {
                counts[pattern] = counts.GetValueOrDefault(pattern) + (count * (double)every);
            }
        }

        return counts;
    }

    private static void AddStrangers(Dictionary<ulong, double> counts, Candidates candidates, IReadOnlyList<NormalisedPerson> persons, IReadOnlySet<ulong> generic, TrainingOptions options)
    {
        var state = options.Seed;
        var strangers = new Dictionary<ulong, long>();
        long drawn = 0;
        for (long n = 0; n < options.RandomPairs; n++)
        {
            var i = Next(ref state, persons.Count);
            var j = Next(ref state, persons.Count);
            if (i != j && !candidates.Meet(i, j))
            {
                var (a, b) = Ordered(persons[i], persons[j]);
                var pattern = Comparer.Compare(a, b, generic).Packed;
                strangers[pattern] = strangers.GetValueOrDefault(pattern) + 1;
                drawn++;
            }
        }

        var each = (candidates.AllPairs - counts.Values.Sum()) / Math.Max(1, drawn);
        foreach (var (pattern, count) in strangers)
        {
            counts[pattern] = counts.GetValueOrDefault(pattern) + (count * Math.Max(0, each));
        }
    }

    private static (NormalisedPerson, NormalisedPerson) Ordered(NormalisedPerson a, NormalisedPerson b) =>
        a.Fingerprint > b.Fingerprint ? (b, a) : (a, b);

    /// <summary>Splitmix64: a fixed sequence on every machine and release.</summary>
    private static int Next(ref ulong state, int below)
    {
        state += 0x9E3779B97F4A7C15;
        return (int)Math.BigMul(StableHash.Finish(state), (ulong)below, out _);
    }
}
