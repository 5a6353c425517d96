using Microsoft.EntityFrameworkCore;
using Spmis.Kernel.Files;
using Spmis.Kernel.Runs;
using Spmis.Payments.Ledger;
using Spmis.Payments.PaymentRuns;

namespace Spmis.Payments.Batches;

/// <summary>Notes written files and, when all are, hands the batches of a run to their agencies and books it.</summary>
public sealed class HandOverBatches(PaymentsDb db, PostPayments ledger, PaymentRunFigures figures)
{
    internal async Task NoteFileAsync(long batchId, StoredFile file, RunStep step, CancellationToken ct)
    {
        var batch = await db.Batches.SingleAsync(b => b.Id == batchId, ct);
        (batch.FileSha256, batch.FileLength, batch.FileName) = (file.Sha256, file.Length, file.Name);
        batch.Version++;
        await db.SaveAsync(step.Change, ct);
    }

    internal async Task HandleAsync(Guid paymentRunId, RunStep step, CancellationToken ct)
    {
        var run = await PaymentRunQueries.OneAsync(db, paymentRunId, ct);
        foreach (var batch in await db.Batches.Where(b => b.PaymentRunId == paymentRunId).OrderBy(b => b.Id).ToListAsync(ct))
        {
            var parts = await BatchPart.OfAsync(db, batch, ct);
            await ledger.ReleaseAsync(batch, parts.GroupBy(p => p.Scheme).Select(g => new SchemeSum(g.Key, batch.Currency, g.Sum(p => p.Minor))), step.Change, ct);
            batch.ReleasedAt = step.Change.Now;
            batch.Version++;
        }

        (run.ReleasedAt, run.OpenFor) = (step.Change.Now, null);
        run.Version++;
        step.Run.Total = step.Run.Done;
        step.Run.Outcome = await figures.AsJsonAsync(paymentRunId, ct);
        await db.SaveAsync(step.Change, ct);
    }
}
