using Microsoft.EntityFrameworkCore;
using Spmis.Contributions.Copies;
using Spmis.Contributions.Profiles;
using Spmis.Kernel.Acts;
using Spmis.Values;

namespace Spmis.Contributions.Returns;

/// <summary>A return file found whole and this employer's and month's.</summary>
/// <param name="Profile">Its layout.</param>
/// <param name="EmployerReference">What the employer is called in it; null when it has no numbers of its own.</param>
/// <param name="Proof">Lines, sums and what is odd.</param>
public sealed record ProvedReturn(Profile Profile, string? EmployerReference, FileProof Proof);

/// <summary>Proves what is handed in before anything is changed: that employer, month and scheme are right, and the file as a whole.</summary>
public sealed class ProveReturn(ContributionsDb db, SchemeBook schemes, ProfileBook profiles, RecognizeProfile recognize, EmployerReferences references)
{
    /// <summary>Employer, scheme and the rules of the month.</summary>
    /// <exception cref="Refused">One of them does not fit.</exception>
    internal async Task<(EmployerCopy Employer, string Scheme, SchemeRules Rules)> ForWhomAsync(NewReturn input, Change change, CancellationToken ct)
    {
        if (input.Kind == ReturnKind.LawChange)
        {
            throw new Refused("return.kind", "A change of the law is reckoned by the system and approved; it cannot be filed. Use original, supplementary, correction or nil.", "kind");
        }

        var employer = await EmployerAsync(input, change, ct);
        var scheme = await schemes.SchemeAsync(input.Scheme, ct);
        return (employer, scheme, await CheckMonthAsync(input, scheme, change, ct));
    }

    /// <summary>Reads the file to its end.</summary>
    /// <exception cref="Refused">It is of no layout known, cut off, another employer's or month's, or its totals do not match.</exception>
    internal async Task<ProvedReturn> FileAsync(NewReturn input, EmployerCopy employer, SchemeRules rules, Func<Stream> open, bool dryRun, CancellationToken ct)
    {
        var profile = string.IsNullOrWhiteSpace(input.Profile) ? await recognize.HandleAsync(open, ct) : profiles.Find(input.Profile.Trim());
        var proof = await new ProveFile(profile, input.Month, rules.Currency, dryRun).RunAsync(new ProfileFile(profile, open), ct);
        return new ProvedReturn(profile, await references.CheckAsync(profile, employer, proof.EmployerReference, ct), proof);
    }

    private async Task<EmployerCopy> EmployerAsync(NewReturn input, Change change, CancellationToken ct)
    {
        if (change.Actor.Employer is { } own && own != input.EmployerNumber)
        {
            throw new Refused("access.other-employer", $"You may file for employer {own} only.", "employerNumber");
        }

        return await db.Set<EmployerCopy>().AsNoTracking().SingleOrDefaultAsync(e => e.EmployerNumber == input.EmployerNumber, ct)
            ?? throw new Refused("employer.unknown", CheckDigit.IsValid(input.EmployerNumber)
                ? $"There is no employer {input.EmployerNumber}. Register the employer first; if that was done a moment ago, try again."
                : $"'{input.EmployerNumber}' is no employer number: its check digits do not fit. Copy it from the certificate.", "employerNumber");
    }

    private async Task<SchemeRules> CheckMonthAsync(NewReturn input, string scheme, Change change, CancellationToken ct)
    {
        if (input.Month > Month.Of(change.Today))
        {
            throw new Refused("return.month-ahead", $"{input.Month} has not begun; file it once its wages are known.", "month");
        }

        var rules = await schemes.ForMonthAsync(scheme, input.Month, ct);
        try
        {
            var session = rules.Open();
            session.Assess(input.Month, 100L * rules.Currency.MinorPerMajor);
            session.DueDate(input.Month);
        }
        catch (CannotTell e)
        {
            throw new Refused("scheme.cannot-tell", $"{e.Message} It has no values for {input.Month}.", "month");
        }

        return rules;
    }
}
