using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Spmis.Kernel.Runs;
using Spmis.Payments.Agencies;
using Spmis.Payments.Cycles;
using Spmis.Payments.Instructions;
using Spmis.Values;

namespace Spmis.Payments.Batches;

/// <summary>A range of a run's instructions for one agency and currency, as the agency's version takes them in one file.</summary>
internal sealed record BatchCut(Guid PaymentRunId, string Agency, int AgencyVersion, string Currency, long After, long UpTo);

/// <summary>Puts a range of instructions into a new batch, numbered without gaps.</summary>
public sealed class CutBatch(PaymentsDb db, WorkingDays days)
{
    /// <summary>Cuts one batch in one statement, whatever its size. Nothing when another version of the agency came into force since: the payments are looked at and split anew.</summary>
    internal async Task HandleAsync(BatchCut cut, RunStep step, CancellationToken ct)
    {
        var agency = await AgencyInForce.FindAsync(db, cut.Agency, ct) ?? throw new InvalidOperationException($"There is no agency {cut.Agency}.");
        if (agency.Number != cut.AgencyVersion || agency.ClosedAt is not null)
        {
            return;
        }

        var rows = db.Instructions.Where(i => i.PaymentRunId == cut.PaymentRunId && i.Id > cut.After && i.Id <= cut.UpTo
            && i.Agency == cut.Agency && i.Currency == cut.Currency && i.HoldCode == null && i.BatchId == null && i.LapsedAt == null);
        var totals = await rows.GroupBy(_ => 1).Select(g => new { Count = g.LongCount(), Minor = g.Sum(i => i.AmountMinor) }).SingleAsync(ct);
        var wanted = await db.PaymentRuns.Where(r => r.Id == cut.PaymentRunId).Join(db.Cycles, r => r.CycleId, c => c.Id, (_, c) => c.ValueDate).SingleAsync(ct);
        var sequence = await db.TakeNumbersAsync($"batch-{cut.Agency}", 1, ct);
        var batch = new Batch
        {
            PaymentRunId = cut.PaymentRunId, Agency = cut.Agency, AgencyVersion = agency.Number, Sequence = sequence,
            Number = NumberOf(cut.Agency, sequence),
            Currency = cut.Currency, Count = totals.Count, TotalMinor = totals.Minor, CutAt = step.Change.Now, ValueDate = days.ValueDate(wanted, step.Change.Now, agency.Settings.CutOff, agency.Settings.ValueDays),
        };
        db.Batches.Add(batch);
        await db.SaveAsync(step.Change, ct);
        await rows.ExecuteUpdateAsync(s => s.SetProperty(i => i.BatchId, batch.Id), ct);
        db.RecordBulk(step.Change, nameof(Instruction), $"batch {batch.Number}", new { Cut = batch.Count, batch.TotalMinor });
    }

    /// <summary>The number a batch bears: agency, sequence and check digits.</summary>
    internal static string NumberOf(string agency, long sequence) => $"{agency}-{CheckDigit.Append(sequence.ToString("D6", CultureInfo.InvariantCulture))}";
}
