using Microsoft.EntityFrameworkCore;

namespace Spmis.Payments.Vouchers;

/// <summary>Vouchers of a batch by state.</summary>
public sealed record VoucherCounts(int Made, int Active, int Redeemed, int Cancelled, int Expired);

/// <summary>Counts vouchers whenever it is asked.</summary>
public sealed class VoucherFigures(PaymentsDb db)
{
    /// <summary>Of one batch.</summary>
    public async Task<VoucherCounts> OfAsync(long batchId, CancellationToken ct) => (await OfAsync([batchId], ct))[batchId];

    /// <summary>Of some batches, by their ids.</summary>
    public async Task<IReadOnlyDictionary<long, VoucherCounts>> OfAsync(IReadOnlyCollection<long> batchIds, CancellationToken ct)
    {
        var all = (await db.Vouchers.Where(v => batchIds.Contains(v.BatchId)).GroupBy(v => new { v.BatchId, Active = v.ActivatedAt != null, Redeemed = v.RedeemedAt != null, Cancelled = v.CancelledAt != null, Expired = v.ExpiredAt != null }).Select(g => new { g.Key, Count = g.Count() }).ToListAsync(ct)).ToLookup(s => s.Key.BatchId);
        return batchIds.Distinct().ToDictionary(id => id, id => Counts(id));

        VoucherCounts Counts(long id)
        {
            int Of(Func<bool, bool, bool, bool, bool> which) => all[id].Where(s => which(s.Key.Active, s.Key.Redeemed, s.Key.Cancelled, s.Key.Expired)).Sum(s => s.Count);
            return new(Of((a, r, c, e) => !a && !r && !c && !e), Of((a, r, c, e) => a && !r && !c && !e), Of((_, r, _, _) => r), Of((_, r, c, _) => !r && c), Of((_, r, c, e) => !r && !c && e));
        }
    }
}
