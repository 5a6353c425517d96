using Microsoft.EntityFrameworkCore;
using Spmis.Contributions.Bills;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Runs;

namespace Spmis.Contributions.Arrears;

/// <summary>
/// Keeps with each open bill the last day on which it can be claimed, so that the home page counts by an index instead of reading debts. Kept by the nightly run, and at once where a notice or an action is recorded;
/// lists, write-offs and interest ask <see cref="Limitations"/> itself.
/// </summary>
public sealed class KeepLapses(ContributionsDb db, Limitations limitations)
{
    /// <summary>Open bills by running number, behind one up to another; at most 500.</summary>
    internal async Task ChunkAsync(long from, long to, DateOnly on, RunStep step, CancellationToken ct)
    {
        var bills = await db.Set<Bill>().AsNoTracking().Where(b => b.Number > from && b.Number <= to && b.PaidOn == null).ToListAsync(ct);
        var changed = await KeepAsync(bills, on, ct);
        if (changed > 0)
        {
            db.RecordBulk(step.Change, nameof(Bill), $"last days to {to}", new { changed });
        }
    }

    /// <summary>Of a bill and the interest on it.</summary>
    internal async Task OfAsync(Guid billId, Change change, CancellationToken ct) =>
        await KeepAsync(await db.Set<Bill>().AsNoTracking().Where(b => b.PaidOn == null && (b.Id == billId || b.LateBillId == billId)).OrderByDescending(b => b.Number).Take(Limitations.InChunk).ToListAsync(ct), change.Today, ct);

    /// <returns>How many came out otherwise than they were kept.</returns>
    private async Task<int> KeepAsync(List<Bill> bills, DateOnly on, CancellationToken ct)
    {
        var found = await limitations.OfAsync(bills, on, ct);
        var moved = bills.Select(b => (Bill: b, Day: found.GetValueOrDefault(b.Id)?.LapsesOn)).Where(x => x.Bill.LapsesOn != x.Day).ToList();
        foreach (var day in moved.GroupBy(x => x.Day, x => x.Bill.Id))
        {
            var ids = day.ToList();
            await db.Set<Bill>().Where(b => ids.Contains(b.Id)).ExecuteUpdateAsync(s => s.SetProperty(b => b.LapsesOn, day.Key), ct);
        }

        return moved.Count;
    }
}
