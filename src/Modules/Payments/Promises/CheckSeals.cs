using Microsoft.EntityFrameworkCore;
using Spmis.Payments.Instructions;
using Spmis.Payments.PaymentRuns;

namespace Spmis.Payments.Promises;

/// <summary>Every instruction is what was prepared, and every payment run holds those it was approved with, no more and no fewer.</summary>
internal static class CheckSeals
{
    public static async Task<Findings> RunAsync(PaymentsDb db, InstructionSeal seal, CancellationToken ct)
    {
        var found = new Findings("seals-hold");
        Dictionary<Guid, (long Count, byte[] Seal)> runs = [];
        await foreach (var i in db.Instructions.AsNoTracking().OrderBy(i => i.Id).Select(InstructionSeal.Sealed).AsAsyncEnumerable().WithCancellation(ct))
        {
            found.Rows++;
            if (!seal.Holds(i))
            {
                found.Add(i.Reference, "The payment is no longer what was prepared: its seal does not fit.");
            }

            var (count, all) = runs.GetValueOrDefault(i.PaymentRunId, (0, new byte[32]));
            runs[i.PaymentRunId] = (count + 1, PaymentRun.Combine(all, i.Seal));
        }

        await foreach (var run in db.PaymentRuns.AsNoTracking().OrderBy(r => r.Number).AsAsyncEnumerable().WithCancellation(ct))
        {
            var (count, all) = runs.GetValueOrDefault(run.Id, (0, new byte[32]));
            runs.Remove(run.Id);
            if (count != run.Count)
            {
                found.Add($"payment run {run.Number}", $"It was prepared with {run.Count} payments and now holds {count}.");
            }
            else if (!all.SequenceEqual(run.Seal))
            {
                found.Add($"payment run {run.Number}", "It no longer holds the payments it was prepared with: the seal over all does not fit.");
            }

            if (run.ReleasedAt is not null && run.CheckedCount != run.Count)
            {
                found.Add($"payment run {run.Number}", $"It was released, but only {run.CheckedCount} of {run.Count} payments were looked at before.");
            }
        }

        foreach (var (id, (count, _)) in runs)
        {
            found.Add($"payment run {id}", $"{count} payments name a payment run that is not there.");
        }

        found.Detail = $"{found.Rows} payments are what was prepared";
        return found;
    }
}
