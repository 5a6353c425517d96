using Spmis.Linkage.Comparing;
using Spmis.Linkage.Scoring;

namespace Spmis.Linkage;

/// <summary>Scores a pair. Desk, batch and review all use it; it is immutable and may be used by many threads.</summary>
public sealed class Scorer
{
    private readonly WeightTable table;
    private readonly HashSet<ulong> generic;
    private readonly int show;
    private readonly int review;
    private readonly int certain;

    /// <summary>A scorer by a model.</summary>
    public Scorer(LinkageModel model)
    {
        Model = model;
        table = new WeightTable(model);
        generic = [.. model.Generic.Select(hash => Convert.ToUInt64(hash, 16))];
        (show, review, certain) = (Millibits.OfProbability(model.Thresholds.Show), Millibits.OfProbability(model.Thresholds.Review), Millibits.OfProbability(model.Thresholds.Certain));
    }

    /// <summary>The model it scores by.</summary>
    public LinkageModel Model { get; }

    /// <summary>Whether the value is learned as generic (a phone that hundreds share): no evidence, and no blocking key.</summary>
    internal IReadOnlySet<ulong> Generic => generic;

    internal WeightTable Table => table;

    /// <summary>Scores two persons and says why. The order of the two does not change the score.</summary>
    public Score Score(NormalisedPerson left, NormalisedPerson right)
    {
        var swapped = left.Fingerprint > right.Fingerprint;
        var (a, b) = swapped ? (right, left) : (left, right);
        var vector = Comparer.Compare(a, b, generic);
        var weight = Total(table.Sum(a, b, vector));
        return new Score
        {
            Weight = Millibits.ToBits(weight),
            Probability = Millibits.Probability(weight),
            Verdict = Decide(weight, a, b, vector),
            Conflicts = Conflicts.Of(a, b, vector),
            ModelVersion = Model.Version,
            Evidence = Explainer.Lines(Model, table, a, b, vector, swapped),
        };
    }

    /// <summary>The known persons that the new one resembles, most likely first: what the desk shows.</summary>
    /// <param name="person">The person being registered.</param>
    /// <param name="known">Persons that share a blocking key.</param>
    /// <param name="most">How many at most.</param>
    public IReadOnlyList<Resemblance> Resembling(NormalisedPerson person, IEnumerable<NormalisedPerson> known, int most = 5) =>
    [
        .. known.Where(k => k.Id != person.Id)
            .Select(k => (Known: k, Weight: Weigh(person, k)))
            .Where(k => k.Weight >= show)
            .OrderByDescending(k => k.Weight).ThenBy(k => k.Known.Id)
            .Take(most)
            .Select(k => new Resemblance(k.Known.Id, Score(person, k.Known))),
    ];

    /// <summary>The weight alone, in thousandths of a bit: what the batch computes for each pair.</summary>
    internal int Weigh(NormalisedPerson left, NormalisedPerson right) => left.Fingerprint > right.Fingerprint
        ? Total(table.Sum(right, left, Comparer.Compare(right, left, generic)))
        : Total(table.Sum(left, right, Comparer.Compare(left, right, generic)));

    internal Verdict Decide(int weight, NormalisedPerson a, NormalisedPerson b) =>
        Decide(weight, a, b, a.Fingerprint > b.Fingerprint ? Comparer.Compare(b, a, generic) : Comparer.Compare(a, b, generic));

    private int Total((int Same, int Relatives) sum) => table.Prior + sum.Same
        + (table.RelativesPrior is { } prior ? Millibits.Alternative(prior + sum.Relatives) : 0);

    private Verdict Decide(int weight, NormalisedPerson a, NormalisedPerson b, ComparisonVector vector)
    {
        if (weight < review)
        {
            return weight < show ? Verdict.Unlike : Verdict.Show;
        }

        var sameVerifiedId = vector[Comparison.NationalId] == Levels.Exact && a.NationalIdVerified && b.NationalIdVerified;
        return weight >= certain && sameVerifiedId && Conflicts.Of(a, b, vector).Count == 0 ? Verdict.Certain : Verdict.Review;
    }
}
