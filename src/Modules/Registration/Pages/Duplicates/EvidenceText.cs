using System.Globalization;
using Microsoft.Extensions.Localization;
using Spmis.Linkage;

namespace Spmis.Registration.Pages.Duplicates;

/// <summary>Why two records may be one person, line by line in the reader's language.</summary>
public static class EvidenceText
{
    /// <summary>The line with its weight in bits; in English where it was stored before its words could be told apart.</summary>
    public static string Of(Evidence line, IStringLocalizer<RegistrationTexts> T)
    {
        if (line.Words is not { } words)
        {
            return line.Sentence;
        }

        var text = line.Rarity switch
        {
            ValueRarity.Rare => T["{0} (rare here)", T[words]],
            ValueRarity.Common => T["{0} (common here)", T[words]],
            _ => T[words],
        };
        return $"{text}: {line.Total.ToString("+0.0;-0.0;0", CultureInfo.InvariantCulture)}";
    }
}
