using Microsoft.EntityFrameworkCore;

namespace Spmis.Payments.Vouchers;

/// <summary>Vouchers of a batch by state.</summary>
public sealed record VoucherCounts(int Made, int Active, int Redeemed, int Cancelled, int Expired);

/// <summary>Counts vouchers whenever it is asked.</summary>
public sealed class VoucherFigures(PaymentsDb db)
{
    /// <summary>Of one batch.</summary>
    public async Task<VoucherCounts> OfAsync(long batchId, CancellationToken ct)
    {
        var sums = await db.Vouchers.Where(v => v.BatchId == batchId).GroupBy(v => new { Active = v.ActivatedAt != null, Redeemed = v.RedeemedAt != null, Cancelled = v.CancelledAt != null, Expired = v.ExpiredAt != null }).Select(g => new { g.Key, Count = g.Count() }).ToListAsync(ct);
        int Of(Func<bool, bool, bool, bool, bool> which) => sums.Where(s => which(s.Key.Active, s.Key.Redeemed, s.Key.Cancelled, s.Key.Expired)).Sum(s => s.Count);
        return new(Of((a, r, c, e) => !a && !r && !c && !e), Of((a, r, c, e) => a && !r && !c && !e), Of((_, r, _, _) => r), Of((_, r, c, _) => !r && c), Of((_, r, c, e) => !r && !c && e));
    }
}
