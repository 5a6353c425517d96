using Microsoft.EntityFrameworkCore;
using Spmis.Eligibility.Copies;
using Spmis.Eligibility.Schemes;
using Spmis.Kernel.Acts;

namespace Spmis.Eligibility.Claims;

/// <summary>How a claim that waits for somebody to claim it is claimed.</summary>
public sealed record Confirmation
{
    /// <summary>The claim's number.</summary>
    public required string Number { get; init; }

    /// <summary>The day it is claimed.</summary>
    public required DateOnly FiledOn { get; init; }

    /// <summary>Who brings it; null for the claimant at the desk, or for whoever brought it before it was taken back.</summary>
    public ClaimChannel? Channel { get; init; }

    /// <summary>Number of the employer, or name of whoever acts for the claimant; null with a null channel.</summary>
    public string? BroughtBy { get; init; }

    /// <summary>Why it comes late, where it does.</summary>
    public string? LateBecause { get; init; }

    /// <summary>Language of its letters from now on; null leaves it.</summary>
    public string? Language { get; init; }
}

/// <summary>Somebody claims what an event opened, or takes up again what was taken back. The rules for taking claims hold as for any other.</summary>
/// <param name="db">The module's database.</param>
/// <param name="schemes">The packages.</param>
/// <param name="merges">Who a record is now.</param>
public sealed class ConfirmClaim(EligibilityDb db, SchemeBook schemes, Merges merges)
{
    /// <summary>Makes it a claim like any other.</summary>
    /// <exception cref="Refused">No such claim, it is claimed already, another one is open, or a rule for taking claims says no.</exception>
    public async Task<Claim> HandleAsync(Confirmation input, Change change, CancellationToken ct)
    {
        var claim = await ClaimQueries.ByNumberAsync(db, input.Number, ct);
        if (!claim.Draft && claim.ClosedAt is null)
        {
            throw new Refused("claim.confirmed-already", $"Claim {claim.Number} is claimed already.", "number");
        }

        if (input.Channel is ClaimChannel.File or ClaimChannel.Event)
        {
            throw FileClaim.NoChannel(); // A file's sender vouches for papers, and an event has nobody to ask; neither stands at the desk.
        }

        var (channel, broughtBy) = input.Channel is { } given ? (given, input.BroughtBy) : claim.Draft ? (ClaimChannel.Desk, null) : (claim.Channel, claim.BroughtBy);
        var scheme = await schemes.OnAsync(claim.Scheme, claim.EventOn, ct);
        var (person, insured) = (await PersonAsync(claim.PersonId, ct), claim.InsuredId is { } id ? await PersonAsync(id, ct) : null);
        var asked = new NewClaim
        {
            PersonNumber = claim.PersonNumber, Scheme = claim.Scheme, EventOn = claim.EventOn, FiledOn = input.FiledOn, Facts = claim.Given, Channel = channel, BroughtBy = broughtBy, LateBecause = input.LateBecause, InsuredNumber = claim.InsuredNumber,
        };
        if (ClaimChecks.Of(asked, person, insured, scheme, change) is { } refusal)
        {
            throw refusal;
        }

        await RefuseOtherOpenAsync(claim, ct);
        var terms = scheme.Rules.Claims;
        var late = ClaimChecks.LateAfter(asked, terms) is not null;
        (claim.Draft, claim.ClosedAt, claim.ClosedBecause, claim.FiledOn, claim.Channel, claim.BroughtBy) = (false, null, null, input.FiledOn, channel, broughtBy);
        (claim.LateBecause, claim.DecideBy, claim.OpenKey) = (late ? input.LateBecause : null, terms?.DecideWithin is { } days ? input.FiledOn.AddDays(days) : null, Claim.KeyOf(claim.Scheme, claim.PersonId));
        claim.Language = input.Language ?? claim.Language;
        ClaimRisks.Mark(claim, ClaimRisks.Late, late);
        await SurvivorCases.MarkAsync(db, claim.CaseId, claim.Id, ct);
        claim.Version++;
        await db.SaveAsync(change, ct);
        return claim;
    }

    private async Task<PersonCopy?> PersonAsync(Guid id, CancellationToken ct)
    {
        var root = (await merges.RootsAsync([id], ct))[id];
        return await db.Persons.AsNoTracking().SingleOrDefaultAsync(p => p.PersonId == root, ct);
    }

    private async Task RefuseOtherOpenAsync(Claim claim, CancellationToken ct)
    {
        var key = Claim.KeyOf(claim.Scheme, claim.PersonId);
        if (await db.Claims.AsNoTracking().Where(c => c.OpenKey == key && c.Id != claim.Id).Select(c => c.Number).FirstOrDefaultAsync(ct) is { } other)
        {
            throw new Refused("claim.open-already", $"A claim of {claim.PersonNumber} waits for its decision: {other}. Have it decided first.", "number");
        }
    }
}

/// <summary>The claimant takes a claim back, or what opened it fell away. It stays on the record and can be taken up again.</summary>
/// <param name="db">The module's database.</param>
public sealed class CloseClaim(EligibilityDb db)
{
    /// <summary>Closes it without a decision.</summary>
    /// <param name="number">The claim.</param>
    /// <param name="change">Its reason says why.</param>
    /// <param name="ct">Cancels.</param>
    /// <exception cref="Refused">No such claim, it is decided or closed, or no reason is given.</exception>
    public async Task HandleAsync(string number, Change change, CancellationToken ct)
    {
        var claim = await ClaimQueries.ByNumberAsync(db, number, ct);
        ClaimQueries.NeedDecidable(claim, "end without a decision");
        if (string.IsNullOrWhiteSpace(change.Reason))
        {
            throw new Refused("claim.no-reason", "Say why: who took the claim back, or what fell away.", "reason");
        }

        (claim.ClosedAt, claim.ClosedBecause, claim.OpenKey) = (change.Now, change.Reason, null);
        await SurvivorCases.MarkAsync(db, claim.CaseId, claim.Id, ct);
        claim.Version++;
        await db.SaveAsync(change, ct);
    }
}
