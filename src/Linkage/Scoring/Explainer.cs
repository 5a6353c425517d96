using System.Globalization;
using Spmis.Linkage.Comparing;
using Spmis.Linkage.Models;

namespace Spmis.Linkage.Scoring;

/// <summary>Writes down what the scorer added: the prior, one line per comparison, and the doubt about relatives.</summary>
internal static class Explainer
{
    public static List<Evidence> Lines(LinkageModel model, WeightTable table, NormalisedPerson a, NormalisedPerson b, ComparisonVector vector, bool swapped)
    {
        List<Evidence> lines = [Prior(model, table)];
        foreach (var comparison in Enum.GetValues<Comparison>())
        {
            lines.Add(Line(model.Comparisons[(int)comparison], comparison, table, a, b, vector, swapped));
        }

        if (table.RelativesPrior is { } prior)
        {
            var taken = Millibits.Alternative(prior + table.Sum(a, b, vector).Relatives);
            lines.Add(new Evidence
            {
                Comparison = "relatives",
                Level = taken == 0 ? "unlikely" : "possible",
                Weight = Millibits.ToBits(taken),
                Words = Sentences.Relatives(taken),
                Sentence = $"{Sentences.Relatives(taken)}: {Signed(taken)}",
            });
        }

        return lines;
    }

    private static Evidence Prior(LinkageModel model, WeightTable table) => new()
    {
        Comparison = "prior",
        Level = "before",
        Weight = Millibits.ToBits(table.Prior),
        Words = Sentences.Prior,
        Sentence = string.Create(CultureInfo.InvariantCulture, $"Any two of {model.Persons:N0} records are rarely one person: ") + Signed(table.Prior),
    };

    private static Evidence Line(ModelComparison entry, Comparison comparison, WeightTable table, NormalisedPerson a, NormalisedPerson b, ComparisonVector vector, bool swapped)
    {
        var level = vector[comparison];
        var (left, right) = Values.Of(comparison, a, b, vector);
        var weight = level == Levels.Missing ? 0 : table.Weight(comparison, level);
        var frequency = level == Levels.Missing ? 0 : table.Frequency(comparison, level, vector, a, b);
        var (words, rarity) = (Sentences.Of(comparison, level, left, right), Sentences.Rarity(frequency));
        return new Evidence
        {
            Comparison = entry.Name,
            Left = swapped ? right : left,
            Right = swapped ? left : right,
            Level = Levels.Of(comparison)[level],
            M = level == Levels.Missing ? 0 : entry.Levels[level - 1].M,
            U = level == Levels.Missing ? 0 : entry.Levels[level - 1].U,
            Weight = Millibits.ToBits(weight),
            FrequencyAdjustment = Millibits.ToBits(frequency),
            Words = words,
            Rarity = rarity,
            Sentence = $"{Sentences.With(words, rarity)}: {Signed(weight + frequency)}",
        };
    }

    private static string Signed(int millibits) => Millibits.ToBits(millibits).ToString("+0.0;-0.0;0", CultureInfo.InvariantCulture);
}
