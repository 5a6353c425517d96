using System.Globalization;
using Spmis.Eligibility.Determinations;
using Spmis.Kernel.Acts;
using Spmis.Rules;
using Spmis.Values;

namespace Spmis.Eligibility.Claims;

/// <summary>What a claimant says beside person, scheme and day, held against the package: a word that cannot be read is refused at the counter, not when the claim is decided.</summary>
internal static class ClaimFacts
{
    private const int Most = 50;
    private const int MostText = 400;

    /// <summary>Told by the registers and the claim itself; what is told there is proved, and nobody overrules it by a claim.</summary>
    private static readonly string[] Known =
    [
        FactNames.Birth, FactNames.Sex, FactNames.Alive, FactNames.District, FactNames.Category, FactNames.HouseholdSize, FactNames.HouseholdChildren, FactNames.HouseholdElderly, FactNames.ClaimDate, FactNames.ClaimMonth, FactNames.FiledOn,
        FactNames.InsuredDiedOn, FactNames.InsuredBirth, FactNames.CaseSpouses, FactNames.CaseChildren, FactNames.CaseParents, FactNames.Certificates, FactNames.Contributions, FactNames.AwardAmount, FactNames.AwardFrom, FactNames.IndexRate, FactNames.IndexFlat,
    ];

    /// <summary>The first thing wrong with them; null when nothing is. A fact that the package does not ask for is kept and not used, so that a claim under an older version is no other claim.</summary>
    public static Refused? ProblemOf(IReadOnlyDictionary<string, string> facts, Scheme scheme)
    {
        if (facts.Count > Most)
        {
            return new Refused("claim.facts-many", $"At most {Most} facts; leave out what the scheme does not ask for.", "facts");
        }

        foreach (var (name, value) in facts)
        {
            if (Known.Contains(name))
            {
                return new Refused("claim.fact-known", $"'{name}' is told by the register, not by the claim; leave it out, and have the register corrected where it is wrong.", "facts");
            }

            if (value.Length > MostText)
            {
                return new Refused("text.too-long", $"'{name}': at most {MostText} characters.", "facts");
            }

            if (scheme.Fact(name) is { IsList: false } fact && !CanBeRead(fact.Type, value))
            {
                return new Refused("claim.fact-form", $"'{name}' is '{value}'; write {Form(fact.Type)}.", "facts");
            }
        }

        return null;
    }

    private static bool CanBeRead(RuleType type, string text) => type.Kind switch
    {
        ValueKind.Bool => text is "yes" or "no",
        ValueKind.Date => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _),
        ValueKind.Month => Month.TryParse(text, out _),
        ValueKind.Money or ValueKind.Rate or ValueKind.Number => Number(text) is not null,
        ValueKind.Int or ValueKind.Months or ValueKind.Days => Number(text) is { } number && number == decimal.Truncate(number) && Math.Abs(number) <= int.MaxValue,
        ValueKind.Text => type.Choices?.Contains(text) is not false,
        _ => true,
    };

    private static decimal? Number(string text) => decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) && Math.Abs(number) < 1_000_000_000_000_000m ? number : null;

    private static string Form(RuleType type) => type.Kind switch
    {
        ValueKind.Bool => "yes or no",
        ValueKind.Date => "a day as 2026-03-31",
        ValueKind.Month => "a month as 2026-03",
        ValueKind.Int or ValueKind.Months or ValueKind.Days => "a whole number",
        ValueKind.Text => $"one of {string.Join(", ", type.Choices ?? [])}",
        _ => "a number with a point, such as 1234.50",
    };
}
