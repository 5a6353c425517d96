using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Spmis.Payments.Batches;

namespace Spmis.Payments.Promises;

/// <summary>For every batch: ordered = paid + rejected + returned + not answered, of one run, agency and currency; and closed only when nothing is open.</summary>
internal static class CheckBatches
{
    private const int AtATime = 500;

    public static async Task<Findings> RunAsync(PaymentsDb db, BatchFigures figures, CancellationToken ct)
    {
        var found = new Findings("batches-reconcile");
        var (ordered, paid, rejected, returned, pending) = (0L, 0L, 0L, 0L, 0L);
        var after = 0L;
        while (await db.Batches.AsNoTracking().Where(b => b.Id > after).OrderBy(b => b.Id).Take(AtATime).ToListAsync(ct) is { Count: > 0 } batches)
        {
            var sums = await figures.OfAsync(batches, ct);
            foreach (var batch in batches)
            {
                var f = sums[batch.Id];
                Look(found, batch, f);
                (ordered, paid, rejected, returned, pending) = (ordered + f.Ordered.Count, paid + f.Paid.Count, rejected + f.Rejected.Count, returned + f.Returned.Count, pending + f.Pending.Count);
            }

            (after, found.Rows) = (batches[^1].Id, found.Rows + batches.Count);
        }

        await found.AddAsync(
            db.Instructions.AsNoTracking().Where(i => i.BatchId != null && !db.Batches.Any(b => b.Id == i.BatchId && b.PaymentRunId == i.PaymentRunId && b.Agency == i.Agency && b.Currency == i.Currency)).OrderBy(i => i.Id).Select(i => i.Reference),
            r => (r, "It lies in a batch of another run, agency or currency, or in one that is not there."), ct);
        var held = await db.Instructions.LongCountAsync(i => i.HoldCode != null && i.LapsedAt == null, ct);
        found.Detail = string.Create(CultureInfo.InvariantCulture, $"{found.Rows} batches: {ordered} ordered = {paid} paid + {rejected} rejected + {returned} returned + {pending} pending; {held} held outside");
        return found;
    }

    private static void Look(Findings found, Batch batch, BatchReconciliation f)
    {
        if (f.DifferenceCount != 0 || f.DifferenceMinor != 0)
        {
            found.Add(batch.Number, $"{f.DifferenceCount} payments and {f.DifferenceMinor} minor units are unaccounted for.");
        }

        if (batch.ClosedAt is not null && f.Pending.Count > 0)
        {
            found.Add(batch.Number, $"It is closed, but {f.Pending.Count} of its payments have no end.");
        }

        if (batch.ReleasedAt is not null && batch.FileSha256 is null)
        {
            found.Add(batch.Number, "It was released without a file.");
        }
    }
}
