using Spmis.Linkage.Batch;
using Spmis.Linkage.Normalising;
using Spmis.Linkage.Scoring;

namespace Spmis.Linkage;

/// <summary>Limits of a batch.</summary>
public sealed record BatchOptions
{
    /// <summary>Up to so many pairs (about 2,000 persons) everybody is compared with everybody.</summary>
    public long ExhaustivePairs { get; init; } = 2_000_000;

    /// <summary>Blocks over this size get longer keys.</summary>
    public int MostInBlock { get; init; } = 2_000;

    /// <summary>Pairs that the loose rules may add in any case: a file of some ten thousand can afford nearly all of them.</summary>
    public long LoosePairs { get; init; } = 5_000_000;

    /// <summary>Pairs per person that the loose rules may add, where that is more.</summary>
    public long LoosePairsPerPerson { get; init; } = 20;

    /// <summary>Over this size the loose rules are left out: they would cost memory and find little.</summary>
    public int LooseUpToPersons { get; init; } = 2_000_000;

    /// <summary>Only pairs of which at least one is changed; null: all pairs.</summary>
    public IReadOnlySet<Guid>? Changed { get; init; }
}

/// <summary>All likely pairs of a register. The keys are sorted place by place and scored block by block; only pairs over the threshold are kept.</summary>
public static class BatchLinker
{
    /// <summary>Normalises in parallel, with each distinct text kept once.</summary>
    public static IReadOnlyList<NormalisedPerson> Normalise(IReadOnlyList<LinkagePerson> persons)
    {
        var pool = new TermPool();
        var normalised = new NormalisedPerson[persons.Count];
        Parallel.For(0, persons.Count, i => normalised[i] = Normaliser.Normalise(persons[i], pool));
        return normalised;
    }

    /// <summary>The pairs with at least this probability, each once, in the same order in every run.</summary>
    /// <param name="persons">Normalised persons, see <see cref="Normalise"/>.</param>
    /// <param name="model">The model; its <see cref="LinkageModel.Persons"/> should be the size of the register.</param>
    /// <param name="threshold">Least probability, such as 0.5.</param>
    /// <param name="options">Limits.</param>
    /// <param name="ct">Stops the scoring.</param>
    public static IEnumerable<ScoredPair> Pairs(IReadOnlyList<NormalisedPerson> persons, LinkageModel model, double threshold, BatchOptions? options = null, CancellationToken ct = default)
    {
        options ??= new BatchOptions();
        var scorer = new Scorer(model);
        var least = threshold <= 0 ? int.MinValue : Millibits.OfProbability(Math.Min(threshold, 1 - 1e-12));
        return new Candidates(persons, scorer.Generic, options).Chunks()
            .AsParallel().AsOrdered().WithCancellation(ct)
            .SelectMany(chunk => Score(chunk, persons, scorer, least, options.Changed));
    }

    private static List<ScoredPair> Score(PairChunk chunk, IReadOnlyList<NormalisedPerson> persons, Scorer scorer, int least, IReadOnlySet<Guid>? changed)
    {
        List<ScoredPair> found = [];
        chunk.ForEach((i, j) =>
        {
            var (a, b) = (persons[i], persons[j]);
            if (changed is not null && !changed.Contains(a.Id) && !changed.Contains(b.Id))
            {
                return;
            }

            var weight = scorer.Weigh(a, b);
            if (weight >= least)
            {
                var ordered = a.Id.CompareTo(b.Id) <= 0;
                found.Add(new ScoredPair(
                    ordered ? a.Id : b.Id,
                    ordered ? b.Id : a.Id,
                    Millibits.ToBits(weight),
                    Millibits.Probability(weight),
                    scorer.Decide(weight, a, b)));
            }
        });
        return found;
    }
}
