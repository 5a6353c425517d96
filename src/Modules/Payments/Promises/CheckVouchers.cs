using System.Globalization;
using Microsoft.EntityFrameworkCore;

namespace Spmis.Payments.Promises;

/// <summary>Every batch has the vouchers it was approved with; each is redeemed once, while active and not expired, by an agency that takes it; numbers that were exported cannot be made again.</summary>
internal static class CheckVouchers
{
    public static async Task<Findings> RunAsync(PaymentsDb db, DateOnly today, CancellationToken ct)
    {
        var found = new Findings("vouchers-hold") { Rows = await db.Vouchers.LongCountAsync(ct) };
        var (batches, vouchers) = (db.VoucherBatches.AsNoTracking(), db.Vouchers.AsNoTracking());
        await found.AddAsync(
            batches.Where(b => b.CreatedAt != null && (db.Vouchers.Count(v => v.BatchId == b.Id) != b.Count || db.Vouchers.Any(v => v.BatchId == b.Id && v.AmountMinor != b.ValueMinor))).OrderBy(b => b.Id).Select(b => b.Number),
            n => ($"vouchers {n}", "They are not as many as were approved, or of another value."), ct);
        await found.AddAsync(batches.Where(b => b.ExportedAt != null && b.SecretSealed != null).OrderBy(b => b.Id).Select(b => b.Number), n => ($"vouchers {n}", "Their numbers were exported and could be made again."), ct);
        await found.AddAsync(
            vouchers.Where(v => (v.RedeemedAt != null) != db.VoucherRedemptions.Any(r => r.BatchId == v.BatchId && r.Position == v.Position)).OrderBy(v => v.BatchId).ThenBy(v => v.Position).Select(v => new { v.BatchId, v.Position }),
            v => ($"voucher {Vouchers.Voucher.SerialOf(v.BatchId, v.Position)}", "It is marked redeemed and nobody took it, or the other way round."), ct);
        await found.AddAsync(
            vouchers.Where(v => (v.RedeemedAt != null && (v.ActivatedAt == null || v.ActivatedAt > v.RedeemedAt || v.CancelledAt != null || v.ExpiredAt != null)) || (v.CancelledAt != null && v.ExpiredAt != null)).OrderBy(v => v.BatchId).ThenBy(v => v.Position).Select(v => new { v.BatchId, v.Position }),
            v => ($"voucher {Vouchers.Voucher.SerialOf(v.BatchId, v.Position)}", "What became of it excludes itself: redeemed and not active, cancelled or expired."), ct);
        var takenBy = await db.VoucherRedemptions.AsNoTracking().Select(r => new { r.BatchId, r.Agency }).Distinct().Join(db.VoucherBatches, r => r.BatchId, b => b.Id, (r, b) => new { r.Agency, Batch = b }).ToListAsync(ct);
        foreach (var taken in takenBy.Where(t => !t.Batch.IsTakenBy(t.Agency)))
        {
            found.Add($"vouchers {taken.Batch.Number}", $"{taken.Agency} took some of them, and they are not for it.");
        }

        await found.AddAsync(
            vouchers.Where(v => v.ExpiredAt != null && db.VoucherBatches.Any(b => b.Id == v.BatchId && b.ExpiresOn >= today)).OrderBy(v => v.BatchId).ThenBy(v => v.Position).Select(v => new { v.BatchId, v.Position }),
            v => ($"voucher {Vouchers.Voucher.SerialOf(v.BatchId, v.Position)}", "It expired before its last day was over."), ct);
        found.Detail = string.Create(CultureInfo.InvariantCulture, $"{found.Rows} vouchers, each redeemed once at most");
        return found;
    }
}
