using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Spmis.Eligibility.Awards;
using Spmis.Eligibility.Claims;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Data;
using Spmis.Kernel.Proposals;
using Spmis.Values;

namespace Spmis.Eligibility.Determinations;

/// <summary>What a second person approves.</summary>
/// <param name="DeterminationId">The decision.</param>
/// <param name="Reason">Why, in words the person will understand.</param>
public sealed record WithdrawalInput(Guid DeterminationId, string Reason);

/// <summary>Takes a wrong decision back, by two people: it stays on the record, its award ends after the last month paid, and the claim waits to be decided again.</summary>
/// <param name="db">The module's database.</param>
/// <param name="fourEyes">Proposals.</param>
/// <param name="owners">Looks at the person's other awards again.</param>
public sealed class WithdrawDetermination(EligibilityDb db, FourEyes fourEyes, SettleOwners owners) : IProposedAct
{
    /// <summary>The act's name.</summary>
    public const string Act = "determinations.withdraw";

    /// <summary>Puts the withdrawal up for a second person.</summary>
    /// <exception cref="Refused">It is not the last decision of a claim, says neither yes nor no, was withdrawn, or no reason is given.</exception>
    public async Task<Proposal> ProposeAsync(Guid id, Change change, CancellationToken ct)
    {
        if (string.IsNullOrWhiteSpace(change.Reason))
        {
            throw new Refused("determination.no-reason", "Say what is wrong with the decision, in words the person will understand.", "reason");
        }

        var (_, claim) = await LastAsync(db, id, ct);
        await RefuseAppealedAsync(db, id, ct);
        return await fourEyes.ProposeAsync(EligibilityModule.ModuleName, Act, id.ToString(), $"Withdraw the decision on claim {claim.Number}", new WithdrawalInput(id, change.Reason.Trim()), change, ct);
    }

    /// <inheritdoc />
    public async Task<IReadOnlyList<ShownField>> ShowAsync(string payload, CancellationToken ct)
    {
        var input = Read(payload);
        var (determination, claim) = await LastAsync(db, input.DeterminationId, ct);
        var award = await AwardAsync(determination.Id, ct);
        return
        [
            new("Claim", claim.Number, claim.Number), new("Decision", Words(determination.Outcome, determination.MonthlyMinor, determination.Currency), null),
            new("Award", award?.Number, null), new("Because", null, input.Reason),
        ];
    }

    /// <inheritdoc />
    public async Task ApplyAsync(string payload, Change change, CancellationToken ct)
    {
        var input = Read(payload);
        await RefuseAppealedAsync(db, input.DeterminationId, ct);
        await WithdrawAsync(input.DeterminationId, input.Reason, change, ct);
    }

    /// <summary>Withdraws it inside the open transaction.</summary>
    /// <returns>Its claim, open again.</returns>
    internal async Task<Claim> WithdrawAsync(Guid id, string reason, Change change, CancellationToken ct)
    {
        var (determination, claim) = await LastAsync(db, id, ct);
        var key = Claim.KeyOf(claim.Scheme, claim.PersonId);
        if (await db.Claims.AsNoTracking().Where(c => c.OpenKey == key && c.Id != claim.Id).Select(c => c.Number).FirstOrDefaultAsync(ct) is { } other)
        {
            throw new Refused("claim.open-already", $"Another claim of {claim.PersonNumber} waits for its decision: {other}. Have it decided first; one claim of a person is open at a time.", "number");
        }

        var award = await AwardAsync(determination.Id, ct);
        db.Withdrawals.Add(new Withdrawal { DeterminationId = determination.Id, WithdrawnAt = change.Now, ApprovedBy = change.Actor.Name, Because = reason, AwardId = award?.Id });
        (claim.Outcome, claim.DecidedAt, claim.DeterminationId, claim.OpenKey) = (null, null, null, key);
        ClaimRisks.Mark(claim, ClaimRisks.Withdrawn, true);
        ClaimRisks.Mark(claim, ClaimRisks.CaseChanged, false);
        claim.Version++;
        await SurvivorCases.MarkAsync(db, claim.CaseId, claim.Id, ct);
        if (award is not null && (await LastPaidAsync(award, ct) ?? award.FromMonth.Add(-1)) is var last && (award.EndedAfter is null || award.EndedAfter > last))
        {
            (award.EndedAfter, award.EndedBecause) = (last, reason);
            award.Changed();
            await owners.HandleAsync([award.PersonId], change, ct);
        }

        await db.SaveAsync(change, ct);
        return claim;
    }

    /// <summary>What a decision says, in a few words.</summary>
    internal static string Words(Rules.Answer outcome, long? monthlyMinor, string currency) => outcome switch
    {
        Rules.Answer.Yes => monthlyMinor is { } minor ? $"entitled to {new Money(minor, Currency.Of(currency))} a month" : "entitled",
        Rules.Answer.No => "not entitled",
        _ => "cannot tell",
    };

    /// <summary>The decision and its claim, which is decided by it and by no later one.</summary>
    internal static async Task<(Determination Determination, Claim Claim)> LastAsync(EligibilityDb db, Guid id, CancellationToken ct, bool final = true)
    {
        var determination = await db.Determinations.AsNoTracking().SingleOrDefaultAsync(d => d.Id == id, ct) ?? throw new Refused("determination.unknown", $"There is no determination {id}.");
        if (determination.ClaimId is not { } claimId)
        {
            throw new Refused("determination.of-a-round", "This decision was made in a round over the register; the next round decides again, and an award of it is ended by its own act.");
        }

        var claim = await db.Claims.SingleAsync(c => c.Id == claimId, ct);
        if (claim.DeterminationId != id)
        {
            throw new Refused("determination.not-the-last", await db.Withdrawals.AnyAsync(w => w.DeterminationId == id, ct) ? "This decision was withdrawn already." : $"Claim {claim.Number} was decided again after this; open its last decision.");
        }

        return final && determination.Outcome is Rules.Answer.CannotTell
            ? throw new Refused("determination.nothing-decided", $"Nothing was decided on claim {claim.Number} yet: it can be decided again without a withdrawal.") : (determination, claim);
    }

    /// <summary>What is appealed against is decided by the appeal: else the appeal could only find that a withdrawn decision stands.</summary>
    internal static async Task RefuseAppealedAsync(EligibilityDb db, Guid id, CancellationToken ct)
    {
        if (await db.Appeals.AsNoTracking().Where(a => a.DeterminationId == id && a.Outcome == null).Select(a => a.Number).FirstOrDefaultAsync(ct) is { } appeal)
        {
            throw new Refused("determination.appealed", $"Appeal {appeal} against this decision waits. Decide the appeal; its outcome changes the decision or sends it back.");
        }
    }

    private Task<Award?> AwardAsync(Guid determination, CancellationToken ct) => db.Awards.Where(a => a.DeterminationId == determination).OrderBy(a => a.Number).FirstOrDefaultAsync(ct);

    private async Task<Month?> LastPaidAsync(Award award, CancellationToken ct)
    {
        var paid = await KeepPaidMonths.WholeMonths(db.AwardMonths.AsNoTracking()).Where(m => m.AwardId == award.Id).OrderByDescending(m => m.Month).Select(m => (Month?)m.Month).FirstOrDefaultAsync(ct);
        return paid;
    }

    private static WithdrawalInput Read(string payload) => JsonSerializer.Deserialize<WithdrawalInput>(payload, SpmisJson.Options) ?? throw new InvalidOperationException("The proposal is empty.");
}
