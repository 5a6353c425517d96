using System.Globalization;
using Spmis.Eligibility.Copies;
using Spmis.Eligibility.Schemes;
using Spmis.Kernel.Acts;
using Spmis.Rules;
using Spmis.Values;

namespace Spmis.Eligibility.Claims;

/// <summary>Why a claim cannot be taken. A claim that can be taken but gives no right is taken, and refused by a decision with its reasons.</summary>
internal static class ClaimChecks
{
    /// <summary>A confinement may be expected, but not further ahead than a pregnancy is long.</summary>
    private const int MostDaysAhead = 280;

    /// <summary>The first thing wrong with a claim; null when it may be taken.</summary>
    /// <param name="claim">The claim.</param>
    /// <param name="person">The claimant as registered; null when the number is unknown.</param>
    /// <param name="insured">The person whose survivor claims; null when the number is unknown or none is given.</param>
    /// <param name="scheme">The package in force on the day of the event; null when none is.</param>
    /// <param name="change">The change.</param>
    public static Refused? Of(NewClaim claim, PersonCopy? person, PersonCopy? insured, ApprovedScheme? scheme, Change change) => person is null ? UnknownPerson(claim.PersonNumber, "personNumber")
        : claim.FiledOn > change.Today ? new Refused("claim.filed-ahead", $"The claim is dated {claim.FiledOn:yyyy-MM-dd}, which is after today ({change.Today:yyyy-MM-dd}).", "filedOn")
        : scheme is null ? new Refused("scheme.not-in-force", $"No version of '{claim.Scheme}' is in force on {claim.EventOn:yyyy-MM-dd}. Check scheme and date, or have its package activated under Schemes.", "scheme")
        : OfSurvivor(claim, person, insured, scheme.Rules.Claims) ?? OfDates(claim, person, scheme.Rules.Claims) ?? OfTerms(claim, person, scheme.Rules.Claims) ?? ClaimFacts.ProblemOf(claim.Facts, scheme.Rules);

    private static Refused? OfDates(NewClaim claim, PersonCopy person, ClaimTerms? terms) => person switch
    {
        { BornOn: { } born } when claim.EventOn <= born && terms?.OfSurvivors != true => new Refused("claim.before-birth", $"The event of {claim.EventOn:yyyy-MM-dd} lies before the claimant's birth ({born:yyyy-MM-dd}). Check both dates.", "eventOn"),
        { DiedOn: { } died } when claim.EventOn > died => new Refused("claim.after-death", $"The claimant died on {died:yyyy-MM-dd}, before the event of {claim.EventOn:yyyy-MM-dd}. If the death was recorded by mistake, have it corrected in the register.", "personNumber"),
        { DiedOn: { } died } when claim.FiledOn > died => new Refused("claim.claimant-dead", $"The claimant died on {died:yyyy-MM-dd}, before the claim was filed on {claim.FiledOn:yyyy-MM-dd}. Survivors claim in their own name; if the death was recorded by mistake, have it corrected in the register.", "personNumber"),
        _ when claim.EventOn > claim.FiledOn.AddDays(MostDaysAhead) => new Refused("claim.event-ahead", $"The event of {claim.EventOn:yyyy-MM-dd} lies more than {MostDaysAhead} days after the filing. Check the year.", "eventOn"),
        _ => null,
    };

    /// <summary>Age and time limit, as the package has them.</summary>
    private static Refused? OfTerms(NewClaim claim, PersonCopy person, ClaimTerms? terms)
    {
        if (terms?.LeastAge is { } least && person.BornOn is { } born && born.AddMonths(least) > claim.FiledOn && claim.Channel is not (ClaimChannel.Representative or ClaimChannel.Event))
        {
            return new Refused("claim.under-age", $"The claimant was born on {born:yyyy-MM-dd} and is under {Years(least)}. Take the claim from the person who acts for the claimant, and name that person.", "channel");
        }

        if (claim.Channel is ClaimChannel.Employer or ClaimChannel.Representative && string.IsNullOrWhiteSpace(claim.BroughtBy))
        {
            return new Refused("claim.nobody-named", claim.Channel is ClaimChannel.Employer ? "Give the employer's number." : "Name the person who acts for the claimant.", "broughtBy");
        }

        if (claim.Channel is ClaimChannel.Employer && !CheckDigit.IsValid(claim.BroughtBy ?? ""))
        {
            return new Refused("claim.employer-number", $"'{claim.BroughtBy}' is no employer's number: its check digits do not fit. Copy it from the employer's registration.", "broughtBy");
        }

        if (claim.LateBecause?.Length > Claim.MostReason)
        {
            return new Refused("text.too-long", $"At most {Claim.MostReason} characters.", "lateBecause");
        }

        return claim.Channel is not ClaimChannel.Event && LateAfter(claim, terms) is { } last && string.IsNullOrWhiteSpace(claim.LateBecause)
            ? new Refused("claim.late", $"The law gives time until {last:yyyy-MM-dd}; this claim was filed on {claim.FiledOn:yyyy-MM-dd}. Say why it comes late; it is taken and marked, and decided by the law. A file cannot say so: take such a claim at the desk.", "lateBecause") : null;
    }

    private static Refused? OfSurvivor(NewClaim claim, PersonCopy person, PersonCopy? insured, ClaimTerms? terms)
    {
        if (terms?.OfSurvivors != true)
        {
            return string.IsNullOrEmpty(claim.InsuredNumber) ? null : new Refused("claim.insured-not-asked", $"'{claim.Scheme}' is not claimed by survivors; leave the number of the person insured empty.", "insuredNumber");
        }

        return insured switch
        {
            null when string.IsNullOrEmpty(claim.InsuredNumber) => new Refused("claim.no-insured", "Give the registration number of the person who died.", "insuredNumber"),
            null => UnknownPerson(claim.InsuredNumber, "insuredNumber"),
            _ when insured.PersonId == person.PersonId => new Refused("claim.own-survivor", "The claimant and the person who died are the same person. Check both numbers.", "insuredNumber"),
            { DiedOn: null } => new Refused("claim.insured-alive", $"{insured.RegistrationNumber} is alive in the register. Have the death recorded there first, on its certificate.", "insuredNumber"),
            { DiedOn: { } died } when died != claim.EventOn => new Refused("claim.event-not-death", $"{insured.RegistrationNumber} died on {died:yyyy-MM-dd} by the register, not on {claim.EventOn:yyyy-MM-dd}. Give that day, or have the register corrected.", "eventOn"),
            _ when !SurvivorCases.Relations.Contains(claim.Facts.GetValueOrDefault(SurvivorCases.Relation) ?? "") => new Refused("claim.no-relation", $"Say what the claimant was to the person who died: {string.Join(", ", SurvivorCases.Relations)}.", "relation"),
            _ => null,
        };
    }

    /// <summary>The last day in time, when the claim comes after it.</summary>
    public static DateOnly? LateAfter(NewClaim claim, ClaimTerms? terms) => terms?.FileWithin is { } days && claim.EventOn.AddDays(days) is var last && claim.FiledOn > last ? last : null;

    public static Refused UnknownPerson(string number, string field) => new("person.unknown", CheckDigit.IsValid(number)
        ? $"There is no person {number}. Register the person first; if that was done a moment ago, try again."
        : $"'{number}' is no registration number: its check digits do not fit. Copy it from the card.", field);

    private static string Years(int months) => months % 12 == 0 ? string.Create(CultureInfo.InvariantCulture, $"{months / 12} years") : string.Create(CultureInfo.InvariantCulture, $"{months} months");
}
