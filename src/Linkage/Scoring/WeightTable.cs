using Spmis.Linkage.Comparing;
using Spmis.Linkage.Models;
using Spmis.Linkage.Normalising;

namespace Spmis.Linkage.Scoring;

/// <summary>The model as arrays: weight of each level against strangers, and of relatives against strangers.</summary>
internal sealed class WeightTable
{
    /// <summary>The comparisons whose first two levels are weighed by how common the value is.</summary>
    private static readonly Comparison[] WithFrequency = [Comparison.Given, Comparison.Middle, Comparison.Family, Comparison.Place];

    private readonly int[] weights = new int[Levels.Comparisons * Levels.Most];
    private readonly int[] relatives = new int[Levels.Comparisons * Levels.Most];
    private readonly bool[] shared = new bool[Levels.Comparisons];

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

        Given = new FrequencyTable(model, "given");
        GivenClass = new FrequencyTable(model, "givenClass");
        Family = new FrequencyTable(model, "family");
        FamilyClass = new FrequencyTable(model, "familyClass");
        Village = new FrequencyTable(model, "village");
    }

    public int Prior { get; }

    public int? RelativesPrior { get; }

    private FrequencyTable Given { get; }

    private FrequencyTable GivenClass { get; }

    private FrequencyTable Family { get; }

    private FrequencyTable FamilyClass { get; }

    private FrequencyTable Village { get; }

    public int Weight(Comparison comparison, int level) => weights[((int)comparison * Levels.Most) + level];

    /// <summary>Sum over all comparisons without prior, and the sum for relatives.</summary>
    public (int Same, int Relatives) Sum(NormalisedPerson a, NormalisedPerson b, ComparisonVector vector)
    {
        var (same, related) = (0, 0);
        var levels = vector.Packed;
        for (var at = 0; levels != 0; at += Levels.Most, levels >>= 4)
        {
            var level = (int)(levels & 0xF);
            same += weights[at + level];
            related += relatives[at + level];
        }

        foreach (var comparison in WithFrequency)
        {
            var level = vector[comparison];
            var frequency = level is Levels.Missing or > Levels.SameName ? 0 : Frequency(comparison, level, vector, a, b);
            same += frequency;
            related += shared[(int)comparison] ? frequency : 0;
        }

        return (same, related);
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

    private sealed class FrequencyTable
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
