using Microsoft.EntityFrameworkCore;
using Spmis.Contracts.Payments;

namespace Spmis.Payments.Deductions;

/// <summary>What recoveries withheld of payments, as Eligibility is told.</summary>
internal static class RecoveredParts
{
    /// <summary>By the payment's reference.</summary>
    public static async Task<ILookup<string, RecoveredPart>> OfAsync(PaymentsDb db, IReadOnlyCollection<string> references, CancellationToken ct)
    {
        var rows = references.Count == 0 ? [] : await db.Withholdings.Where(w => EF.Parameter(references).Contains(w.Reference))
            .Join(db.DeductionOrders.Where(o => o.RecoveryId != null), w => w.OrderId, o => o.Id, (w, o) => new { w.Reference, o.RecoveryId, w.AmountMinor }).ToListAsync(ct);
        return rows.ToLookup(r => r.Reference, r => new RecoveredPart { RecoveryId = r.RecoveryId ?? Guid.Empty, AmountMinor = r.AmountMinor });
    }
}
