using Spmis.Linkage.Comparing;
using Spmis.Linkage.Models;
using Spmis.Linkage.Normalising;

namespace Spmis.Linkage.Scoring;

/// <summary>The model as arrays: weight of each level against strangers, and of relatives against strangers.</summary>
internal sealed class WeightTable
{
    /// <summary>The comparisons whose first two levels are weighed by how common the value is.</summary>
    private static readonly Comparison[] WithFrequency = [Comparison.Given, Comparison.Middle, Comparison.Family, Comparison.Place];

    private const int BytesOfVector = (Levels.Comparisons + 1) / 2;
    private readonly int[] weights = new int[Levels.Comparisons * Levels.Most];
    private readonly int[] relatives = new int[Levels.Comparisons * Levels.Most];
    private readonly bool[] shared = new bool[Levels.Comparisons];

    // The same two tables for two comparisons at a time, by the byte of the packed vector.
    private readonly int[] weightsByByte = new int[BytesOfVector * 256];
    private readonly int[] relativesByByte = new int[BytesOfVector * 256];

    public WeightTable(LinkageModel model)
    {
        var others = Math.Max(1, model.Persons - 1);
        Prior = Millibits.Of(model.DuplicatesPerPerson / others);
        RelativesPrior = model.RelativesPerPerson == 0 ? null : Millibits.Of(model.RelativesPerPerson / others);
        foreach (var comparison in Enum.GetValues<Comparison>())
        {
            var entry = model.Comparisons[(int)comparison];
            shared[(int)comparison] = entry.SharedByRelatives >= 0.5;
            for (var level = 1; level <= entry.Levels.Count; level++)
            {
                var (m, u) = (entry.Levels[level - 1].M, entry.Levels[level - 1].U);
                var at = ((int)comparison * Levels.Most) + level;
                weights[at] = Millibits.Of(m / u);
                relatives[at] = Millibits.Of(((entry.SharedByRelatives * m) + ((1 - entry.SharedByRelatives) * u)) / u);
            }
        }

        FillBytes(weights, weightsByByte);
        FillBytes(relatives, relativesByByte);
        Given = new FrequencyTable(model, "given");
        GivenClass = new FrequencyTable(model, "givenClass");
        Family = new FrequencyTable(model, "family");
        FamilyClass = new FrequencyTable(model, "familyClass");
        Village = new FrequencyTable(model, "village");
    }

    public int Prior { get; }

    public int? RelativesPrior { get; }

    internal FrequencyTable Given { get; }

    internal FrequencyTable GivenClass { get; }

    internal FrequencyTable Family { get; }

    internal FrequencyTable FamilyClass { get; }

    internal FrequencyTable Village { get; }

    public int Weight(Comparison comparison, int level) => weights[((int)comparison * Levels.Most) + level];

    /// <summary>Sum of the weights of the levels.</summary>
    public int Same(ComparisonVector vector) => Sum(weightsByByte, vector);

    /// <summary>The same for relatives against strangers.</summary>
    public int Relatives(ComparisonVector vector) => Sum(relativesByByte, vector);

    /// <summary>An adjustment that holds for relatives too, where they share the value.</summary>
    public int IfShared(Comparison comparison, int adjustment) => shared[(int)comparison] ? adjustment : 0;

    /// <summary>Sum over all comparisons without prior, and the sum for relatives.</summary>
    public (int Same, int Relatives) Sum(NormalisedPerson a, NormalisedPerson b, ComparisonVector vector)
    {
        var (same, related) = (Same(vector), Relatives(vector));
        foreach (var comparison in WithFrequency)
        {
            var level = vector[comparison];
            var frequency = level is Levels.Missing or > Levels.SameName ? 0 : Frequency(comparison, level, vector, a, b);
            same += frequency;
            related += IfShared(comparison, frequency);
        }

        return (same, related);
    }

    private static int Sum(int[] byByte, ComparisonVector vector)
    {
        var sum = 0;
        var levels = vector.Packed;
        for (var at = 0; at < BytesOfVector * 256; at += 256, levels >>= 8)
        {
            sum += byByte[at + (int)(levels & 0xFF)];
        }

        return sum;
    }

    private static void FillBytes(int[] byLevel, int[] byByte)
    {
        for (var at = 0; at < byByte.Length; at++)
        {
            var (comparison, low, high) = (at / 256 * 2, at & 0xF, (at >> 4) & 0xF);
            byByte[at] = byLevel[(comparison * Levels.Most) + low] + (comparison + 1 < Levels.Comparisons ? byLevel[((comparison + 1) * Levels.Most) + high] : 0);
        }
    }

    /// <summary>What the rarity of the shared value adds or takes away.</summary>
    public int Frequency(Comparison comparison, int level, ComparisonVector vector, NormalisedPerson a, NormalisedPerson b)
    {
        switch (comparison)
        {
            case Comparison.Given when level <= Levels.SameName:
                return Name(level, Given, GivenClass, a.Given);
            case Comparison.Middle when level <= Levels.SameName:
                return Name(level, Given, GivenClass, a.Middle);
            case Comparison.Family when level <= Levels.SameName:
                var order = vector[Comparison.NameOrder];
                return Name(level, Family, FamilyClass, order == Levels.Shifted && a.Middle is not null ? a.Middle : a.Family);
            case Comparison.Place when level is Levels.Village or Levels.VillageAndPostcode:
                return Village.Adjustment(a.Village!.Hash); // The level says that both have a village.
            default:
                return 0;
        }
    }

    private static int Name(int level, FrequencyTable exact, FrequencyTable byClass, NamePart? name) => name is null ? 0
        : level == Levels.Exact ? exact.Adjustment(name.Hash)
        : byClass.Adjustment(name.ClassHash);

    internal sealed class FrequencyTable
    {
        private readonly Dictionary<ulong, int> adjustments = [];
        private readonly int rare;

        public FrequencyTable(LinkageModel model, string name)
        {
            if (model.Frequencies.TryGetValue(name, out var table))
            {
                rare = table.Rare > 0 ? Millibits.Of(table.Average / table.Rare) : 0;
                foreach (var (value, share) in table.Values)
                {
                    adjustments[StableHash.Of(value)] = Millibits.Of(table.Average / share);
                }
            }
        }

        public int Adjustment(ulong hash) => adjustments.TryGetValue(hash, out var known) ? known : rare;
    }
}
