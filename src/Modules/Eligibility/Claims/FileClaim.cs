using Microsoft.EntityFrameworkCore;
using Spmis.Eligibility.Schemes;
using Spmis.Kernel.Acts;

namespace Spmis.Eligibility.Claims;

/// <summary>Takes one claim at the desk.</summary>
/// <param name="db">The module's database.</param>
/// <param name="schemes">The packages in force.</param>
/// <param name="take">The rules for taking claims.</param>
public sealed class FileClaim(EligibilityDb db, SchemeBook schemes, TakeClaims take)
{
    /// <summary>Takes the claim.</summary>
    /// <exception cref="Refused">Unknown or dead person, impossible dates, a scheme that takes no claims, or the same was claimed already.</exception>
    public async Task<Claim> HandleAsync(NewClaim input, Change change, CancellationToken ct)
    {
        await SchemeOfClaims.CheckAsync(schemes, input.Scheme, input.EventOn, ct);
        ClaimVerdict? verdict = null;
        await db.WriteAsync(
            async () =>
            {
                verdict = (await take.HandleAsync([(input, Source(input, change))], change, ct))[0];
                if (verdict.Refusal is { } refusal)
                {
                    throw refusal;
                }

                var claim = verdict.Claim ?? throw new InvalidOperationException("The claim was neither taken nor refused.");
                db.RecordBulk(change, nameof(Claim), claim.Number, new { input.PersonNumber, input.Scheme, input.EventOn, input.FiledOn, input.Channel, input.BroughtBy, input.InsuredNumber });
                await SurvivorCases.MarkAsync(db, claim.CaseId, claim.Id, ct);
                await db.SaveAsync(change, ct);
            },
            ct);
        return verdict?.Claim ?? throw new InvalidOperationException("The claim was neither taken nor refused.");
    }

    private static string Source(NewClaim input, Change change) => input.Channel switch
    {
        ClaimChannel.Desk => $"desk, {change.Actor.Name}",
        ClaimChannel.Person => $"sent in by the claimant, {change.Actor.Name}",
        ClaimChannel.Employer => $"brought by employer {input.BroughtBy}, {change.Actor.Name}",
        ClaimChannel.Representative => $"brought by {input.BroughtBy} for the claimant, {change.Actor.Name}",
        _ => throw NoChannel(),
    };

    /// <summary>The refusal of a claim that comes from nobody who can be asked.</summary>
    internal static Refused NoChannel() => new("claim.channel", "A claim taken at the desk comes from the claimant, the employer, or somebody who acts for the claimant.", "channel");
}

internal static class SchemeOfClaims
{
    /// <summary>Refuses a scheme that is not in force on the day or takes no claims.</summary>
    public static async Task<ApprovedScheme> CheckAsync(SchemeBook schemes, string scheme, DateOnly day, CancellationToken ct)
    {
        var found = await schemes.OnAsync(scheme, day, ct);
        return ClaimLaw.IsClaimed(found) ? found
            : throw new Refused("scheme.takes-no-claims", $"'{scheme}' is {(found.Use == SchemeUse.Rounds ? "decided in rounds over the whole register" : "no benefit")}; choose a scheme that is claimed.", "scheme");
    }
}
