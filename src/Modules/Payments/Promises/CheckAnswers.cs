using Microsoft.EntityFrameworkCore;
using Spmis.Payments.Reconciliation;

namespace Spmis.Payments.Promises;

/// <summary>What became of a payment is what its agency answered, and nothing else.</summary>
internal static class CheckAnswers
{
    public static async Task<Findings> RunAsync(PaymentsDb db, CancellationToken ct)
    {
        var found = new Findings("answers-told") { Rows = await db.Outcomes.LongCountAsync(ct) };
        var all = db.Instructions.AsNoTracking();
        var told = db.Outcomes.AsNoTracking();
        await found.AddAsync(
            all.Where(i => i.PaidOn != null && !told.Any(o => o.InstructionId == i.Id && o.Kind == OutcomeKind.Paid && o.On == i.PaidOn)).OrderBy(i => i.Id).Select(i => i.Reference),
            r => (r, "It is marked paid, but no answer says so for that day."), ct);
        await found.AddAsync(
            all.Where(i => i.RejectedOn != null && !told.Any(o => o.InstructionId == i.Id && o.Kind == OutcomeKind.Rejected && o.On == i.RejectedOn)).OrderBy(i => i.Id).Select(i => i.Reference),
            r => (r, "It is marked rejected, but no answer says so for that day."), ct);
        await found.AddAsync(
            all.Where(i => i.ReturnedOn != null && !told.Any(o => o.InstructionId == i.Id && o.Kind == OutcomeKind.Returned && o.On == i.ReturnedOn)).OrderBy(i => i.Id).Select(i => i.Reference),
            r => (r, "It is marked returned, but no answer says so for that day."), ct);
        await found.AddAsync(
            all.Where(i => (i.PaidOn == null && told.Any(o => o.InstructionId == i.Id && o.Kind == OutcomeKind.Paid)) || (i.ReturnedOn == null && told.Any(o => o.InstructionId == i.Id && o.Kind == OutcomeKind.Returned) && !db.Contradictions.Any(c => c.InstructionId == i.Id && c.Had == OutcomeKind.Returned && c.SettledAt != null))).OrderBy(i => i.Id).Select(i => i.Reference),
            r => (r, "An answer that was taken over is not marked on the payment."), ct);
        // A rejection (as a return above) may have been undone by a person, who took the later answer.
        await found.AddAsync(
            all.Where(i => i.RejectedOn == null && told.Any(o => o.InstructionId == i.Id && o.Kind == OutcomeKind.Rejected)
                && !db.Contradictions.Any(c => c.InstructionId == i.Id && c.Had == OutcomeKind.Rejected && c.SettledAt != null)).OrderBy(i => i.Id).Select(i => i.Reference),
            r => (r, "A rejection that was taken over is not marked on the payment, and nobody decided against it."), ct);
        await found.AddAsync(
            all.Where(i => (i.RejectedOn != null && (i.PaidOn != null || i.ReturnedOn != null)) || (i.ReturnedOn != null && i.PaidOn == null)).OrderBy(i => i.Id).Select(i => i.Reference),
            r => (r, "What became of it excludes itself: rejected and paid, or returned and never paid."), ct);
        await found.AddAsync(
            all.Where(i => told.Any(o => o.InstructionId == i.Id) && !db.Batches.Any(b => b.Id == i.BatchId && b.ReleasedAt != null)).OrderBy(i => i.Id).Select(i => i.Reference),
            r => (r, "It was answered but never ordered."), ct);
        await found.AddAsync(
            told.Where(o => !db.Instructions.Any(i => i.Id == o.InstructionId)).OrderBy(o => o.Id).Select(o => new { o.StatusFileId, o.Line }),
            o => ($"status file {o.StatusFileId}, line {o.Line}", "The payment it speaks of is not there."), ct);
        found.Detail = $"{found.Rows} answers taken over, each marked on its payment";
        return found;
    }
}
