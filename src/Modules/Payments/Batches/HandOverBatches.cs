using Microsoft.EntityFrameworkCore;
using Spmis.Contracts.Payments;
using Spmis.Kernel.Runs;
using Spmis.Payments.Deductions;
using Spmis.Payments.Instructions;
using Spmis.Payments.Ledger;
using Spmis.Payments.Links;
using Spmis.Payments.PaymentRuns;

namespace Spmis.Payments.Batches;

/// <summary>Notes written files and, when all are, hands the batches of a run to their agencies and books it.</summary>
public sealed class HandOverBatches(PaymentsDb db, PostPayments ledger, PaymentRunFigures figures)
{
    internal async Task NoteFileAsync(long batchId, WrittenBatch file, RunStep step, CancellationToken ct)
    {
        var batch = await db.Batches.SingleAsync(b => b.Id == batchId, ct);
        (batch.FileSha256, batch.FileLength, batch.FileName) = (file.Order.Sha256, file.Order.Length, file.Order.Name);
        (batch.Protection, batch.SignatureSha256, batch.EncryptedSha256) = (file.Protection, file.SignatureSha256, file.EncryptedSha256);
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
            var settings = (await db.AgencyVersions.AsNoTracking().SingleAsync(v => v.Agency == batch.Agency && v.Number == batch.AgencyVersion, ct)).Read();
            if (BatchSending.Of(batch, settings, step.Change.Now) is { } sending)
            {
                db.BatchSendings.Add(sending);
            }
        }

        await TellAllWithheldAsync(run, step, ct);
        (run.ReleasedAt, run.OpenFor) = (step.Change.Now, null);
        run.Version++;
        step.Run.Total = step.Run.Done;
        step.Run.Outcome = await figures.AsJsonAsync(paymentRunId, ct);
        await db.SaveAsync(step.Change, ct);
    }

    /// <summary>A month that is withheld whole is paid by that: no agency answers for it.</summary>
    private async Task TellAllWithheldAsync(PaymentRun run, RunStep step, CancellationToken ct)
    {
        var after = 0L;
        while (await db.Instructions.AsNoTracking().Where(i => i.PaymentRunId == run.Id && i.HoldCode == HoldReasons.AllWithheld && i.LapsedAt == null && i.Id > after).OrderBy(i => i.Id).Take(1000).ToListAsync(ct) is { Count: > 0 } rows)
        {
            var recovered = await RecoveredParts.OfAsync(db, [.. rows.Select(i => i.Reference)], ct);
            db.Publish(new PaymentsSettled
            {
                Payments = [.. rows.Select(i => new SettledPayment
                {
                    AwardId = i.AwardId, Component = i.ComponentPart, Month = i.Month.Code, Attempt = i.Attempt, Outcome = "paid", AmountMinor = i.GrossMinor, Recovered = [.. recovered[i.Reference]],
                    Currency = i.Currency, On = step.Change.Today,
                })],
            });
            after = rows[^1].Id;
        }
    }
}
