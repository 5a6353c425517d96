using Microsoft.EntityFrameworkCore;
using Spmis.Contracts.Eligibility;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Messages;
using Spmis.Payments.Clearance;

namespace Spmis.Payments.Copies;

/// <summary>Keeps what prepare needs of the awards, each by its version.</summary>
public sealed class KeepAwards(PaymentsDb db, ClearanceGate gate) : Consumer<PaymentsDb, AwardsDecided>
{
    /// <inheritdoc />
    public override async Task HandleAsync(AwardsDecided message, Change change, CancellationToken ct)
    {
        var told = message.Awards.GroupBy(a => (a.AwardId, a.Component)).Select(g => g.MaxBy(a => a.Version)!).ToList(); // A group is never empty.
        var ids = told.Select(a => a.AwardId).Distinct().ToList();
        var known = (await db.AwardCopies.AsNoTracking().Where(a => ids.Contains(a.AwardId)).Select(a => new { a.AwardId, a.Component, a.Version }).ToListAsync(ct))
            .ToDictionary(a => (a.AwardId, a.Component), a => a.Version);
        var newer = told.Where(a => !known.TryGetValue((a.AwardId, a.Component), out var version) || version < a.Version).ToList();
        foreach (var component in newer.Where(a => known.ContainsKey((a.AwardId, a.Component))).GroupBy(a => a.Component))
        {
            var stale = component.Select(a => a.AwardId).ToList();
            await db.AwardCopies.Where(a => a.Component == component.Key && stale.Contains(a.AwardId)).ExecuteDeleteAsync(ct);
        }

        await db.BulkInsertAsync([.. newer.Select(AwardCopy.Of)], ct);
        await gate.RecheckAsync(ct);
    }
}
