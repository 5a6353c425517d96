using Microsoft.EntityFrameworkCore;
using Spmis.Eligibility.Claims;
using Spmis.Kernel.Acts;

namespace Spmis.Eligibility.Evidence;

/// <summary>Somebody has looked at a paper: it proves what it should, or not.</summary>
/// <param name="db">The module's database.</param>
public sealed class JudgeEvidence(EligibilityDb db)
{
    /// <summary>Accepts or refuses it.</summary>
    /// <param name="id">The item.</param>
    /// <param name="accepted">Whether it proves what it should.</param>
    /// <param name="change">Its reason says why it is refused; the claimant reads it.</param>
    /// <param name="ct">Cancels.</param>
    /// <exception cref="Refused">No such paper, it was judged already, the claim is decided, or no reason is given to refuse it.</exception>
    public async Task HandleAsync(Guid id, bool accepted, Change change, CancellationToken ct)
    {
        var (item, claim) = await LoadAsync(db, id, ct);
        if (item.Accepted is not null)
        {
            throw new Refused("evidence.judged-already", $"{item.JudgedBy} {(item.Accepted == true ? "accepted" : "refused")} this paper already on {item.JudgedAt:yyyy-MM-dd}.");
        }

        if (!accepted && string.IsNullOrWhiteSpace(change.Reason))
        {
            throw new Refused("evidence.no-reason", "Say why, in words the claimant will understand.", "reason");
        }

        (item.Accepted, item.JudgedAt, item.JudgedBy, item.RefusedBecause) = (accepted, change.Now, change.Actor.Name, accepted ? null : change.Reason);
        item.Version++;
        await MarkAsync(db, claim, ct);
        await db.SaveAsync(change, ct);
    }

    internal static async Task<(EvidenceItem Item, Claim Claim)> LoadAsync(EligibilityDb db, Guid id, CancellationToken ct)
    {
        var item = await db.Evidence.SingleOrDefaultAsync(e => e.Id == id, ct) ?? throw new Refused("evidence.unknown-item", "There is no such paper.");
        var claim = await db.Claims.SingleAsync(c => c.Id == item.ClaimId, ct);
        ClaimQueries.NeedDecidable(claim, "judgement of its evidence");
        return (item, claim);
    }

    /// <summary>Keeps the claim's mark of contradicting certificates true.</summary>
    internal static async Task MarkAsync(EligibilityDb db, Claim claim, CancellationToken ct)
    {
        await db.Evidence.Where(e => e.ClaimId == claim.Id).LoadAsync(ct);
        var items = db.Evidence.Local.Where(e => e.ClaimId == claim.Id).ToList();
        ClaimRisks.Mark(claim, ClaimRisks.Contradiction, items.Any(a => items.Any(a.Contradicts)));
        claim.Version++;
    }
}

/// <summary>Settles certificates of the same days that say different things: one holds, the others are set aside with the reason. All stay on the record.</summary>
/// <param name="db">The module's database.</param>
public sealed class SettleCertificates(EligibilityDb db)
{
    /// <summary>Says which one holds.</summary>
    /// <param name="holds">The certificate that holds.</param>
    /// <param name="change">Its reason says why.</param>
    /// <param name="ct">Cancels.</param>
    /// <exception cref="Refused">No such certificate, nothing contradicts it, the claim is decided, or no reason is given.</exception>
    public async Task HandleAsync(Guid holds, Change change, CancellationToken ct)
    {
        var (item, claim) = await JudgeEvidence.LoadAsync(db, holds, ct);
        if (string.IsNullOrWhiteSpace(change.Reason))
        {
            throw new Refused("evidence.no-reason", "Say why this certificate holds and the other does not.", "reason");
        }

        var others = (await db.Evidence.Where(e => e.ClaimId == claim.Id && e.Id != item.Id).ToListAsync(ct)).Where(item.Contradicts).ToList();
        if (others.Count == 0)
        {
            throw new Refused("evidence.no-contradiction", "No accepted certificate of the same days says anything else.");
        }

        foreach (var other in others)
        {
            (other.SetAsideAt, other.SetAsideBy, other.SetAsideBecause) = (change.Now, change.Actor.Name, change.Reason);
            other.Version++;
        }

        await JudgeEvidence.MarkAsync(db, claim, ct);
        await db.SaveAsync(change, ct);
    }
}
