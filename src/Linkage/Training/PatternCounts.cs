using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using Spmis.Linkage.Batch;
using Spmis.Linkage.Compact;
using Spmis.Linkage.Normalising;

namespace Spmis.Linkage.Training;

/// <summary>
/// How often each comparison vector occurs among all pairs of the register: counted where persons share a key,
/// estimated from random pairs where they do not. Counting all pairs, not only blocked ones, keeps m and u unbiased.
/// </summary>
internal sealed class PatternCounts : IDisposable
{
    private const int RandomInPart = 50_000;
    private readonly LinkageRegister register;
    private readonly TrainingOptions options;
    private readonly Candidates candidates;
    private readonly RowTerms terms;
    private readonly ThreadLocal<RowScorer> scorers;

    public PatternCounts(LinkageRegister register, IReadOnlySet<ulong> generic, TrainingOptions options)
    {
        (this.register, this.options) = (register, options);
        candidates = register.CandidatesFor(generic, options.Batch);
        terms = new RowTerms(register.Pool, generic);
        scorers = new ThreadLocal<RowScorer>(() => new RowScorer(register, terms, null));
    }

    public void Dispose() => scorers.Dispose();

    /// <summary>Counts by packed vector.</summary>
    public Dictionary<ulong, double> Count()
    {
        var counts = Shared();
        if (!candidates.IsExhaustive)
        {
            AddStrangers(counts);
        }

        return counts;
    }

    /// <summary>Above the limit the pairs of a random part of the persons stand for all. The choice goes by content, so it does not depend on threads.</summary>
    private Dictionary<ulong, double> Shared()
    {
        var share = Math.Min(1, options.ComparedPairs / (double)Math.Max(1, candidates.Cost));
        var (chosen, each) = share > 0.5 ? ([], 1.0) : Sample(1 - Math.Sqrt(1 - share));
        return Sum(Partitioner.Create(candidates.Chunks(), EnumerablePartitionerOptions.NoBuffering).AsParallel().AsOrdered().Select(chunk =>
        {
            var counter = new Counter(scorers.Value!, []); // The factory gives one.
            chunk.Give(ref counter, chosen);
            return counter.Counts;
        }), each);
    }

    /// <summary>A pair is counted if one of its two persons is chosen, so it stands for 1 / (1 - (1 - share)²) pairs.</summary>
    private (bool[] Chosen, double Each) Sample(double share)
    {
        var chosen = new bool[register.Count];
        var below = (ulong)(share * ulong.MaxValue);
        for (var i = 0; i < chosen.Length; i++)
        {
            chosen[i] = StableHash.Finish(register.Fingerprints[i] + options.Seed) < below;
        }

        return (chosen, 1 / (1 - ((1 - share) * (1 - share))));
    }

    private void AddStrangers(Dictionary<ulong, double> counts)
    {
        var parts = (int)((options.RandomPairs + RandomInPart - 1) / RandomInPart);
        var strangers = Sum(Enumerable.Range(0, parts).AsParallel().AsOrdered().Select(Random), 1);
        var each = (candidates.AllPairs - counts.Values.Sum()) / Math.Max(1, strangers.Values.Sum());
        foreach (var (pattern, count) in strangers)
        {
            counts[pattern] = counts.GetValueOrDefault(pattern) + (count * Math.Max(0, each));
        }
    }

    private Dictionary<ulong, long> Random(int part)
    {
        var state = StableHash.Mix(options.Seed, (ulong)part);
        var counter = new Counter(scorers.Value!, []);
        for (var n = 0; n < RandomInPart; n++)
        {
            var i = Next(ref state, register.Count);
            var j = Next(ref state, register.Count);
            if (i != j && !candidates.Meet(i, j))
            {
                counter.Take(i, j);
            }
        }

        return counter.Counts;
    }

    private static Dictionary<ulong, double> Sum(IEnumerable<Dictionary<ulong, long>> parts, double each)
    {
        var counts = new Dictionary<ulong, double>();
        foreach (var part in parts)
        {
            foreach (var (pattern, count) in part)
            {
                CollectionsMarshal.GetValueRefOrAddDefault(counts, pattern, out _) += count * each;
            }
        }

        return counts;
    }

    /// <summary>Splitmix64: a fixed sequence on every machine and release.</summary>
    private static int Next(ref ulong state, int below)
    {
        state += 0x9E3779B97F4A7C15;
        return (int)Math.BigMul(StableHash.Finish(state), (ulong)below, out _);
    }

    private readonly struct Counter(RowScorer scorer, Dictionary<ulong, long> counts) : IPairTaker
    {
        public Dictionary<ulong, long> Counts => counts;

        public void Take(int i, int j) => CollectionsMarshal.GetValueRefOrAddDefault(counts, scorer.Compare(i, j).Packed, out _)++;
    }
}
