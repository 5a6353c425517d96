using Microsoft.EntityFrameworkCore;
using Spmis.Contributions.Bills;
using Spmis.Kernel.Acts;

namespace Spmis.Contributions.Arrears;

/// <summary>
/// What a later act takes off a bill that was written off was never paid: so much was never lost, and is not given to the employer. The oldest write-offs are undone first, and what was no loss does not keep the months of the
/// bill from counting once the rest is paid.
/// </summary>
internal static class UndoWriteOffs
{
    /// <param name="db">The database; the employer is held.</param>
    /// <param name="bills">Of which bills.</param>
    /// <param name="mostMinor">At most so much.</param>
    /// <param name="change">The change.</param>
    /// <param name="ct">Cancels.</param>
    /// <returns>How much was undone, in minor units.</returns>
    public static async Task<long> OfAsync(ContributionsDb db, IQueryable<Bill> bills, long mostMinor, Change change, CancellationToken ct)
    {
        var left = mostMinor;
        var reliefs = await db.Set<Relief>().AsNoTracking().Where(r => r.Kind == ReliefKind.WriteOff && r.AmountMinor > r.UndoneMinor && bills.Any(b => b.Id == r.BillId)).OrderBy(r => r.ApprovedAt).ThenBy(r => r.Id).ToListAsync(ct);
        foreach (var relief in reliefs)
        {
            var part = Math.Min(left, relief.AmountMinor - relief.UndoneMinor);
            if (part == 0)
            {
                break;
            }

            left -= part;
            await db.Set<Relief>().Where(r => r.Id == relief.Id).ExecuteUpdateAsync(s => s.SetProperty(r => r.UndoneMinor, r => r.UndoneMinor + part), ct);
            await db.Set<Bill>().Where(b => b.Id == relief.BillId).ExecuteUpdateAsync(s => s.SetProperty(b => b.WrittenOffMinor, b => b.WrittenOffMinor - part).SetProperty(b => b.Uncounted, b => b.Uncounted + 1), ct);
            db.RecordBulk(change, nameof(Relief), $"{relief.Id:N}", new { undoneMinor = part });
        }

        return mostMinor - left;
    }
}
