using Spmis.Eligibility.Copies;
using Spmis.Eligibility.Determinations;
using Spmis.Rules;

namespace Spmis.Eligibility.LifeCertificates;

/// <summary>What a scheme asks of a person on a day.</summary>
/// <param name="EveryMonths">Months between two proofs; 0 when none is asked for; null when it cannot be told.</param>
/// <param name="GraceDays">Days of grace after the due day.</param>
/// <param name="Missing">What is missing, when it cannot be told.</param>
public sealed record CertificateTerms(int? EveryMonths, int GraceDays, string? Missing);

/// <summary>A scheme's rules on life certificates, from its package. Pure.</summary>
/// <param name="scheme">The package.</param>
/// <param name="day">The day asked for.</param>
public sealed class CertificateRule(Scheme scheme, DateOnly day)
{
    /// <summary>Months between two proofs, by the person's facts; 0 when none is asked for.</summary>
    public const string EveryMonths = "certificate.every_months";

    /// <summary>Days of grace.</summary>
    public const string GraceDays = "certificate.grace_days";

    /// <summary>Whether the package asks for proofs at all.</summary>
    public static bool IsIn(Scheme scheme) => scheme.Has(EveryMonths) && scheme.Has(GraceDays);

    /// <summary>What is asked of a person. Of a birth date known to the month or year it counts only when every day in it gives the same answer.</summary>
    public CertificateTerms Of(PersonCopy person)
    {
        if (GatherFacts.BirthRange(person) is { } range)
        {
            var (early, late) = (Ask(person, range.Earliest), Ask(person, range.Latest));
            return early == late ? late : new CertificateTerms(null, late.GraceDays, FactNames.Birth);
        }

        return Ask(person, person.BornOn);
    }

    private CertificateTerms Ask(PersonCopy person, DateOnly? born)
    {
        var facts = new Facts().Set(FactNames.ClaimDate, day).Set(FactNames.Alive, true);
        if (born is { } birth)
        {
            facts.Set(FactNames.Birth, birth);
        }

        if (person.Sex is { } sex)
        {
            facts.Set(FactNames.Sex, sex == "F" ? "female" : "male");
        }

        var (every, grace) = (scheme.Evaluate(EveryMonths, facts, day), scheme.Evaluate(GraceDays, facts, day));
        return every.Value.IsKnown && grace.Value.IsKnown
            ? new CertificateTerms((int)every.Value.AsDecimal, (int)grace.Value.AsDecimal, null)
            : new CertificateTerms(null, 0, string.Join(", ", every.Missing.Concat(grace.Missing).Distinct(StringComparer.Ordinal)));
    }
}

/// <summary>When the next proof of an award is due. Pure.</summary>
public static class NextProof
{
    /// <summary>The due day and the last day of grace.</summary>
    /// <param name="terms">What the scheme asks.</param>
    /// <param name="began">The day from which it counts without a proof: the first payable day, or the day of approval if later.</param>
    /// <param name="provedOn">The last proof.</param>
    /// <param name="known">What was told the person before; null at the first look.</param>
    /// <param name="today">Business day. At the first look nobody is asked for a day that is over.</param>
    /// <returns>Null when none is asked for, or it cannot be told.</returns>
    public static (DateOnly DueOn, DateOnly GraceUntil)? Of(CertificateTerms terms, DateOnly began, DateOnly? provedOn, CertificateDue? known, DateOnly today)
    {
        if (terms.EveryMonths is not { } every || every == 0)
        {
            return null;
        }

        if (known is { DueOn: { } told, GraceUntil: { } until } && known.ProvedOn == provedOn)
        {
            return (told, until);
        }

        var due = (provedOn > began ? provedOn.Value : began).AddMonths(every);
        due = known is null && provedOn is null && due < today ? today : due;
        return (due, due.AddDays(terms.GraceDays));
    }
}
