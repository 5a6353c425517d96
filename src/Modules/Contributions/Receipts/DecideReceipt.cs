using Microsoft.EntityFrameworkCore;
using Spmis.Contributions.P2g;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Proposals;

namespace Spmis.Contributions.Receipts;

/// <summary>Approves or rejects what somebody else prepared about held money.</summary>
public sealed class DecideReceipt(ContributionsDb db, FourEyes fourEyes)
{
    private static readonly string[] Acts = [AssignReceipt.Act, RefundReceipt.Act, WithdrawNotice.Act];

    /// <summary>Approves or, with the change's reason, rejects.</summary>
    /// <exception cref="Refused">There is no such proposal about a receipt, it is the actor's own, decided, or the data moved.</exception>
    public async Task<StepTaken> HandleAsync(long id, bool approve, Change change, CancellationToken ct)
    {
        if (!await db.Proposals.AnyAsync(p => p.Id == id && Acts.Contains(p.Act), ct))
        {
            throw new Refused("proposal.unknown", $"There is no proposal {id} about a payment received.");
        }

        return await (approve ? fourEyes.ApproveAsync(ContributionsModule.ModuleName, id, change, ct) : fourEyes.RejectAsync(ContributionsModule.ModuleName, id, change, ct));
    }

    /// <summary>What was prepared about a receipt, the latest first.</summary>
    public Task<List<Proposal>> OfAsync(Guid receiptId, CancellationToken ct)
    {
        var subject = receiptId.ToString();
        return db.Proposals.AsNoTracking().Where(p => Acts.Contains(p.Act) && p.Subject == subject).OrderByDescending(p => p.Id).Take(20).ToListAsync(ct);
    }
}
