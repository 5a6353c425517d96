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

    private readonly LinkageModel start;
    private readonly ulong[] patterns;
    private readonly double[] counts;
    private readonly double[,] m = new double[Levels.Comparisons, Levels.Most];
    private readonly double[,] u = new double[Levels.Comparisons, Levels.Most];
    private readonly double[] shared = new double[Levels.Comparisons];
    private readonly double total;
    private readonly double least;
    private double samePerson;
    private double relatives;

    public Expectation(LinkageModel start, Dictionary<ulong, double> patternCounts, int persons)
    {
        this.start = start;
        var ordered = patternCounts.OrderBy(p => p.Key).ToArray();
        patterns = [.. ordered.Select(p => p.Key)];
        counts = [.. ordered.Select(p => p.Value)];
        total = counts.Sum();
        least = LeastChancePerPerson / persons;
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
            var (weightSame, weightStranger) = (counts[p] * same, counts[p] * stranger);
            sumSame += weightSame;
            sumRelatives += counts[p] * related;
            for (var c = 0; c < Levels.Comparisons; c++)
            {
                toSame[c, vector[c]] += weightSame;
                toStranger[c, vector[c]] += weightStranger;
            }
        }

        (samePerson, relatives) = (Math.Max(sumSame / total, 1e-15), Math.Max(sumRelatives / total, 1e-15));
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

            for (var level = 1; level <= levels.Count; level++)
            {
                var before = m[c, level];
                m[c, level] = (toSame[c, level] + (PriorPairs * levels[level - 1].M)) / (sumSame + PriorPairs);
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
