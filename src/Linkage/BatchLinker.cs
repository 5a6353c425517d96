using System.Collections.Concurrent;
using Spmis.Linkage.Batch;
using Spmis.Linkage.Compact;
using Spmis.Linkage.Scoring;

namespace Spmis.Linkage;

/// <summary>Limits of a batch.</summary>
public sealed record BatchOptions
{
    /// <summary>Up to so many pairs (about 5,000 persons) everybody is compared with everybody.</summary>
    public long ExhaustivePairs { get; init; } = 13_000_000;

    /// <summary>Blocks over this size get longer keys.</summary>
    public int MostInBlock { get; init; } = 2_000;

    /// <summary>Pairs that the loose rules may add in any case: a file of some ten thousand can afford nearly all of them.</summary>
    public long LoosePairs { get; init; } = 5_000_000;

    /// <summary>Pairs per person that all rules together should not exceed.</summary>
    public long PairsPerPerson { get; init; } = 30;

    /// <summary>Over this size the loose rules are left out: they would cost memory and find little.</summary>
    public int LooseUpToPersons { get; init; } = 250_000;

    /// <summary>Only pairs of which at least one is changed; null: all pairs.</summary>
    public IReadOnlySet<Guid>? Changed { get; init; }

    /// <summary>For linking two registers: persons on places before this one are the first register, and only pairs across are compared. 0: one register.</summary>
    public int FirstRegister { get; init; }

    /// <summary>What decides which pairs meet.</summary>
    internal (long, int, long, long, int) Blocking => (ExhaustivePairs, MostInBlock, LoosePairs, PairsPerPerson, LooseUpToPersons);
}

/// <summary>All likely pairs of a register. The keys are sorted place by place and scored block by block; only pairs over the threshold are kept.</summary>
public static class BatchLinker
{
    /// <summary>The pairs with at least this probability, each once, in the same order in every run.</summary>
    /// <param name="register">The persons.</param>
    /// <param name="model">The model; its <see cref="LinkageModel.Persons"/> should be the size of the register.</param>
    /// <param name="threshold">Least probability, such as 0.5.</param>
    /// <param name="options">Limits.</param>
    /// <param name="ct">Stops the scoring.</param>
    public static IEnumerable<ScoredPair> Pairs(LinkageRegister register, LinkageModel model, double threshold, BatchOptions? options = null, CancellationToken ct = default) =>
        Pairs(register, model, threshold, new BatchCount(), options, ct);

    /// <summary>The same, and counts what was compared.</summary>
    /// <param name="register">The persons.</param>
    /// <param name="model">The model.</param>
    /// <param name="threshold">Least probability.</param>
    /// <param name="count">Complete when the pairs have been read to the end.</param>
    /// <param name="options">Limits.</param>
    /// <param name="ct">Stops the scoring.</param>
    public static IEnumerable<ScoredPair> Pairs(LinkageRegister register, LinkageModel model, double threshold, BatchCount count, BatchOptions? options = null, CancellationToken ct = default)
    {
        options ??= new BatchOptions();
        var scorer = new Scorer(model);
        var least = threshold <= 0 ? int.MinValue + 1 : Millibits.OfProbability(Math.Min(threshold, 1 - 1e-12));
        var candidates = register.CandidatesFor(scorer.Generic, options);
        var terms = new RowTerms(register.Pool, scorer.Generic);
        var weights = new RowWeights(scorer.Table, terms);
        var chosen = Chosen(register, options.Changed);
        var scorers = new ThreadLocal<RowScorer>(() => new RowScorer(register, terms, weights));
        return Partitioner.Create(candidates.Chunks(), EnumerablePartitionerOptions.NoBuffering)
            .AsParallel().AsOrdered().WithCancellation(ct)
            .SelectMany(chunk =>
            {
                var taker = new Taker(scorers.Value!, least, options.FirstRegister, []); // The factory gives one.
                chunk.Give(ref taker, chosen);
                count.Add(taker.Compared);
                return taker.Found;
            })
            .Select(found => Pair(found, register, scorer));
    }

    private static bool[] Chosen(LinkageRegister register, IReadOnlySet<Guid>? changed)
    {
        if (changed is null)
        {
            return [];
        }

        var chosen = new bool[register.Count];
        for (var i = 0; i < chosen.Length; i++)
        {
            chosen[i] = changed.Contains(register.IdOf(i));
        }

        return chosen;
    }

    private static ScoredPair Pair((int I, int J, int Weight) found, LinkageRegister register, Scorer scorer)
    {
        var (a, b) = (register[found.I], register[found.J]);
        if (a.Id.CompareTo(b.Id) > 0)
        {
            (a, b) = (b, a);
        }

        return new ScoredPair(a.Id, b.Id, Millibits.ToBits(found.Weight), Millibits.Probability(found.Weight), scorer.Decide(found.Weight, a, b));
    }

    private struct Taker(RowScorer scorer, int least, int firstRegister, List<(int I, int J, int Weight)> found) : IPairTaker
    {
        public long Compared { get; private set; }

        public readonly List<(int I, int J, int Weight)> Found => found;

        public void Take(int i, int j)
        {
            if (firstRegister > 0 && i < firstRegister == j < firstRegister)
            {
                return;
            }

            Compared++;
            var weight = scorer.Weigh(i, j, least);
            if (weight != RowScorer.Unlike)
            {
                found.Add((i, j, weight));
            }
        }
    }
}

/// <summary>What a batch compared.</summary>
public sealed class BatchCount
{
    private long compared;

    /// <summary>Pairs compared, each once.</summary>
    public long Compared => Interlocked.Read(ref compared);

    internal void Add(long pairs) => Interlocked.Add(ref compared, pairs);
}
