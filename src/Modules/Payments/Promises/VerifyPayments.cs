using Microsoft.EntityFrameworkCore;
using Spmis.Kernel.Files;
using Spmis.Payments.Batches;
using Spmis.Payments.Exchange;
using Spmis.Payments.Instructions;
using Spmis.Payments.Reconciliation;

namespace Spmis.Payments.Promises;

/// <summary>Something that waits for somebody: no fault of the books, but never out of sight.</summary>
/// <param name="What">answers-missing, contradiction, run-unfinished, run-failed, batch-not-fetched or payout-not-confirmed.</param>
/// <param name="Record">The batch, payment or run.</param>
/// <param name="Text">What is open and what to do.</param>
public sealed record OpenItem(string What, string Record, string Text);

/// <summary>All invariants of this module, recomputed from its rows and files.</summary>
/// <param name="Checks">What each check found.</param>
/// <param name="Open">What is open, the first of each kind.</param>
public sealed record PaymentsVerified(IReadOnlyList<Findings> Checks, IReadOnlyList<OpenItem> Open)
{
    /// <summary>Whether no check found a violation.</summary>
    public bool Holds => Checks.All(c => c.Count == 0);
}

/// <summary>Recomputes every invariant of payments from the rows and files, trusting no total that was stored, and lists what is open. It changes nothing; work going on meanwhile may look like a fault.</summary>
public sealed class VerifyPayments(PaymentsDb db, InstructionSeal seal, FileStore store, WriteBatchFile files, OrderProtection protection, BatchFigures figures, MissingAnswers missing)
{
    private const int Shown = 100;

    /// <summary>Looks at everything.</summary>
    /// <param name="today">The day from which silence is counted.</param>
    /// <param name="ct">Stops it.</param>
    public async Task<PaymentsVerified> HandleAsync(DateOnly today, CancellationToken ct) => new(
        [
            await CheckSeals.RunAsync(db, seal, ct), await CheckOnce.RunAsync(db, ct), await CheckBatches.RunAsync(db, figures, ct), await CheckAnswers.RunAsync(db, ct),
            await CheckBooks.RunAsync(db, ct), await CheckMonths.RunAsync(db, ct), await CheckFiles.RunAsync(db, store, files, protection, ct), await CheckNumbers.RunAsync(db, ct),
            await CheckDeductions.RunAsync(db, ct), await CheckPayouts.RunAsync(db, ct), await CheckEmergencies.RunAsync(db, ct), await CheckVouchers.RunAsync(db, today, ct),
        ],
        await OpenAsync(today, ct));

    private async Task<List<OpenItem>> OpenAsync(DateOnly today, CancellationToken ct)
    {
        List<OpenItem> open = [];
        foreach (var silent in await missing.BatchesAsync(today, null, Shown, ct))
        {
            open.Add(new("answers-missing", silent.Number, $"{silent.Agency} has not said what became of {silent.Count} payments ({silent.Accepted} of them it accepted) for {silent.Days} days; ask it. The first is {silent.First}."));
        }

        var contradictions = await db.Contradictions.AsNoTracking().Where(c => c.SettledAt == null).OrderBy(c => c.Id).Take(Shown)
            .Join(db.Instructions, c => c.InstructionId, i => i.Id, (c, i) => new { i.Reference, c.Had, c.Said }).ToListAsync(ct);
        open.AddRange(contradictions.Select(c => new OpenItem("contradiction", c.Reference, $"It was reported {c.Had} first and {c.Said} later; ask the agency and settle it.")));
        foreach (var run in await db.Runs.AsNoTracking().Where(r => r.Kind.StartsWith("payments.") && (r.FinishedAt == null || r.FailedAt != null) && r.CancelledAt == null).OrderBy(r => r.Id).Take(Shown).ToListAsync(ct))
        {
            open.Add(new(run.FailedAt is null ? "run-unfinished" : "run-failed", $"run {run.Id}", $"{run.Title} is {run.State}, {run.Done} rows done. {run.Problem}".TrimEnd()));
        }

        var unfetched = await db.Batches.AsNoTracking().Where(b => b.ReleasedAt != null && b.FetchedAt == null && b.DroppedAt == null && b.ClosedAt == null && b.ValueDate < today).OrderBy(b => b.Id).Take(Shown).ToListAsync(ct);
        open.AddRange(unfetched.Select(b => new OpenItem("batch-not-fetched", b.Number, $"{b.Agency} has not fetched it, and its value date {b.ValueDate:yyyy-MM-dd} is past.")));
        var payouts = await db.Payouts.AsNoTracking().Where(p => p.ConfirmedAt == null && p.CancelledAt == null && p.ToDay < today).OrderBy(p => p.Id).Take(Shown).ToListAsync(ct);
        open.AddRange(payouts.Select(p => new OpenItem("payout-not-confirmed", p.Number, $"{p.Total} for {p.Creditor} were prepared by {p.PreparedBy} and are not confirmed; somebody else confirms them with the bank's reference.")));
        return open;
    }
}
