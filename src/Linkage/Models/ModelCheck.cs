using Spmis.Linkage.Comparing;

namespace Spmis.Linkage.Models;

/// <summary>A model that is wrong must not score: every fault is named with its place.</summary>
internal static class ModelCheck
{
    public static void Demand(LinkageModel model)
    {
        Demand(!string.IsNullOrWhiteSpace(model.Version), "version", "is empty; give the model a name");
        Demand(model.Normaliser == Linkage.Normaliser.Version, "normaliser", $"is {model.Normaliser}, but this release folds names by version {Linkage.Normaliser.Version}; train a new model");
        Demand(model.Persons > 0, "persons", "must be more than 0");
        Demand(model.DuplicatesPerPerson is > 0 and < 100, "duplicatesPerPerson", "must lie between 0 and 100");
        Demand(model.RelativesPerPerson is >= 0 and < 1000, "relativesPerPerson", "must lie between 0 and 1000");
        var t = model.Thresholds;
        Demand(t is not null && t.Show > 0 && t.Show <= t.Review && t.Review <= t.Certain && t.Certain < 1, "thresholds", "must rise from show over review to certain, between 0 and 1");
        Demand(model.Comparisons.Count == Levels.Comparisons, "comparisons", $"has {model.Comparisons.Count} entries, not {Levels.Comparisons}");
        for (var i = 0; i < Levels.Comparisons; i++)
        {
            Demand(model.Comparisons[i], (Comparison)i);
        }

        foreach (var hash in model.Generic)
        {
            Demand(ulong.TryParse(hash, System.Globalization.NumberStyles.HexNumber, null, out _), "generic", $"has '{hash}', which is no 64-bit hash in hexadecimal");
        }
    }

    private static void Demand(ModelComparison entry, Comparison expected)
    {
        var path = $"comparisons[{(int)expected}]";
        Demand(entry.Name == Levels.NameOf(expected), $"{path}.name", $"is '{entry.Name}', not '{Levels.NameOf(expected)}'");
        Demand(entry.SharedByRelatives is >= 0 and <= 1, $"{path}.sharedByRelatives", "must lie between 0 and 1");
        var names = Levels.Of(expected)[1..];
        Demand(entry.Levels.Select(l => l.Name).SequenceEqual(names), $"{path}.levels", $"must be {string.Join(", ", names)}");
        foreach (var level in entry.Levels)
        {
            Demand(level.M is > 0 and <= 1 && level.U is > 0 and <= 1, $"{path}.levels.{level.Name}", "needs m and u above 0 and up to 1");
        }
    }

    private static void Demand(bool holds, string path, string fault)
    {
        if (!holds)
        {
            throw new FormatException($"The linkage model is wrong: {path} {fault}.");
        }
    }
}
