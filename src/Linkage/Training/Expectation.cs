using Spmis.Linkage.Comparing;
using Spmis.Linkage.Models;

namespace Spmis.Linkage.Training;

/// <summary>
/// Expectation maximisation over counted patterns with three kinds of pairs: one person, relatives, strangers
/// (Winkler 1988; the relatives are what keeps siblings who share family name, village and phone from being learned
/// as agreement of one person). The start acts as a little evidence, so that a column without data keeps its figures.
/// </summary>
internal sealed class Expectation
{
    private const double PriorPairs = 20;

    /// <summary>
    /// Strangers agree by mistake at least this often, per person of the register. Without a floor one shared number
    /// would outweigh everything else, although numbers are lent and mistyped.
    /// </summary>
    private const double LeastChancePerPerson = 0.02;

    /// <summary>
    /// A pair that is one person (or relatives) with less than so much of a chance teaches nothing of how one person's records agree.
    /// Names go together with sex, people and region, so strangers who share a name outnumber duplicates the more, the larger the register;
    /// each with a minute chance, together they would drown them. Hence the limit grows with the register.
    /// </summary>
    private const double LeastLikelyPerPerson = 4e-7;
    private const double MostLeastLikely = 0.1;

    private const double MostDuplicatesPerPerson = 20;
    private const double MostRelativesPerPerson = 60;

    /// <summary>
    /// How often two records of one person may differ at most. Names go together with sex, people and region, and in a large register
    /// such strangers outnumber the duplicates by thousands; without these bounds the iteration would take them for the one person
    /// it looks for. Whoever moves changes phone, place and household, so these may differ more often.
    /// </summary>
    private static readonly double[] MostDifferent = [0.35, 0.5, 0.35, 1, 0.5, 0.35, 0.1, 0.5, 0.7, 0.6, 0.7, 0.6, 0.85];

    private readonly LinkageModel start;
    private readonly ulong[] patterns;
    private readonly double[] counts;
    private readonly double[,] m = new double[Levels.Comparisons, Levels.Most];
    private readonly double[,] u = new double[Levels.Comparisons, Levels.Most];
    private readonly double[] shared = new double[Levels.Comparisons];
    private readonly double total;
    private readonly double least;
    private readonly double leastLikely;
    private readonly double mostSame;
    private readonly double mostRelatives;
    private double samePerson;
    private double relatives;

    public Expectation(LinkageModel start, Dictionary<ulong, double> patternCounts, int persons)
    {
        this.start = start;
        var ordered = patternCounts.OrderBy(p => p.Key).ToArray();
        patterns = [.. ordered.Select(p => p.Key)];
        counts = [.. ordered.Select(p => p.Value)];
        total = counts.Sum();
        leastLikely = Math.Min(MostLeastLikely, LeastLikelyPerPerson * persons);
        least = LeastChancePerPerson / persons;
        (mostSame, mostRelatives) = (Math.Min(0.2, MostDuplicatesPerPerson / Math.Max(1, persons - 1)), Math.Min(0.2, MostRelativesPerPerson / Math.Max(1, persons - 1)));
        samePerson = Math.Min(0.2, start.DuplicatesPerPerson / Math.Max(1, persons - 1));
        relatives = Math.Min(0.2, start.RelativesPerPerson / Math.Max(1, persons - 1));
        for (var c = 0; c < Levels.Comparisons; c++)
        {
            shared[c] = start.Comparisons[c].SharedByRelatives;
            for (var level = 1; level <= start.Comparisons[c].Levels.Count; level++)
            {
                (m[c, level], u[c, level]) = (start.Comparisons[c].Levels[level - 1].M, start.Comparisons[c].Levels[level - 1].U);
            }
        }
    }

    public int Iterations { get; private set; }

    /// <summary>Iterates until no share moves by more than the tolerance.</summary>
    public void Run(int most, double tolerance)
    {
        for (Iterations = 0; Iterations < most && Step() > tolerance; Iterations++)
        {
        }
    }

    public LinkageModel Model(string version, int persons)
    {
        var perPerson = 2 * total / Math.Max(1, persons);
        return start with
        {
            Version = version,
            Persons = persons,
            DuplicatesPerPerson = Math.Clamp(samePerson * perPerson, 1e-4, 50),
            RelativesPerPerson = Math.Clamp(relatives * perPerson, 1e-3, 500),
            Comparisons = [.. start.Comparisons.Select((entry, c) => entry with
            {
                Levels = [.. entry.Levels.Select((level, l) => level with { M = Rounded(m[c, l + 1]), U = Rounded(u[c, l + 1]) })],
            })],
        };
    }

    /// <summary>Six significant digits: enough, and the same text on every machine.</summary>
    private static double Rounded(double share) => double.Parse(
        share.ToString("E5", System.Globalization.CultureInfo.InvariantCulture),
        System.Globalization.CultureInfo.InvariantCulture);

    private double Step()
    {
        var toSame = new double[Levels.Comparisons, Levels.Most];
        var toStranger = new double[Levels.Comparisons, Levels.Most];
        var (sumSame, sumRelatives) = (0.0, 0.0);
        for (var p = 0; p < patterns.Length; p++)
        {
            var vector = new ComparisonVector(patterns[p]);
            var (same, related, stranger) = Shares(vector);
            (same, related) = (same < leastLikely ? 0 : same, related < leastLikely ? 0 : related);
            var (weightSame, weightStranger) = (counts[p] * same, counts[p] * stranger);
            sumSame += weightSame;
            sumRelatives += counts[p] * related;
            for (var c = 0; c < Levels.Comparisons; c++)
            {
                toSame[c, vector[c]] += weightSame;
                toStranger[c, vector[c]] += weightStranger;
            }
        }

        (samePerson, relatives) = (Math.Clamp(sumSame / total, 1e-15, mostSame), Math.Clamp(sumRelatives / total, 1e-15, mostRelatives));
        return Maximise(toSame, toStranger);
    }

    /// <summary>The probabilities that a pair with this vector is one person, relatives, strangers.</summary>
    private (double Same, double Related, double Stranger) Shares(ComparisonVector vector)
    {
        var (same, related, stranger) = (samePerson, relatives, 1 - samePerson - relatives);
        for (var c = 0; c < Levels.Comparisons; c++)
        {
            var level = vector[c];
            if (level != Levels.Missing)
            {
                same *= m[c, level];
                stranger *= u[c, level];
                related *= (shared[c] * m[c, level]) + ((1 - shared[c]) * u[c, level]);
            }
        }

        var sum = same + related + stranger;
        return (same / sum, related / sum, stranger / sum);
    }

    private double Maximise(double[,] toSame, double[,] toStranger)
    {
        var moved = 0.0;
        for (var c = 0; c < Levels.Comparisons; c++)
        {
            var levels = start.Comparisons[c].Levels;
            var (sumSame, sumStranger) = (0.0, 0.0);
            for (var level = 1; level <= levels.Count; level++)
            {
                sumSame += toSame[c, level];
                sumStranger += toStranger[c, level];
            }

            // Where one person's records would differ too often, the other levels share the rest as they stand to each other.
            var different = (toSame[c, levels.Count] + (PriorPairs * levels[^1].M)) / (sumSame + PriorPairs);
            var agreeing = different <= MostDifferent[c] ? 1 : (1 - MostDifferent[c]) / (1 - different);
            for (var level = 1; level <= levels.Count; level++)
            {
                var before = m[c, level];
                var found = (toSame[c, level] + (PriorPairs * levels[level - 1].M)) / (sumSame + PriorPairs);
                m[c, level] = level < levels.Count ? found * agreeing : Math.Min(found, MostDifferent[c]);
                moved = Math.Max(moved, Math.Abs(before - m[c, level]));

                // The order of names is free among strangers: what counts is that the better order was chosen.
                if (c != (int)Comparison.NameOrder)
                {
                    u[c, level] = Math.Max(least, (toStranger[c, level] + levels[level - 1].U) / (sumStranger + 1));
                }
            }
        }

        return moved;
    }
}
