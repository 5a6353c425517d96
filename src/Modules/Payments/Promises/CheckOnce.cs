using Microsoft.EntityFrameworkCore;
using Spmis.Payments.Instructions;

namespace Spmis.Payments.Promises;

/// <summary>No month of an award's component is paid, or may still be paid, twice; and none that was released is left unsent.</summary>
internal static class CheckOnce
{
    public static async Task<Findings> RunAsync(PaymentsDb db, CancellationToken ct)
    {
        var found = new Findings("paid-once");
        var all = db.Instructions.AsNoTracking();
        found.Rows = await all.LongCountAsync(ct);
        await found.AddAsync(
            all.Where(i => i.PaidOn != null && i.ReturnedOn == null).GroupBy(i => new { i.AwardNumber, i.Component, i.Month, i.Part }).Where(g => g.Count() > 1).OrderBy(g => g.Key.AwardNumber).ThenBy(g => g.Key.Month).Select(g => new { g.Key, Count = g.Count() }),
            g => ($"award {g.Key.AwardNumber}, {Instruction.Named(g.Key.Component, g.Key.Part)}, {g.Key.Month}", $"It was paid {g.Count} times."), ct);
        await found.AddAsync(
            all.Where(i => i.Live == true).GroupBy(i => new { i.AwardNumber, i.Component, i.Month, i.Part }).Where(g => g.Count() > 1).OrderBy(g => g.Key.AwardNumber).ThenBy(g => g.Key.Month).Select(g => new { g.Key, Count = g.Count() }),
            g => ($"award {g.Key.AwardNumber}, {Instruction.Named(g.Key.Component, g.Key.Part)}, {g.Key.Month}", $"{g.Count} attempts may be paid at once."), ct);
        await found.AddAsync(
            all.GroupBy(i => new { i.AwardNumber, i.Component, i.Month, i.Part }).Where(g => g.Count() != g.Max(i => i.Attempt)).OrderBy(g => g.Key.AwardNumber).ThenBy(g => g.Key.Month).Select(g => new { g.Key, Count = g.Count(), Last = g.Max(i => i.Attempt) }),
            g => ($"award {g.Key.AwardNumber}, {Instruction.Named(g.Key.Component, g.Key.Part)}, {g.Key.Month}", $"There are {g.Count} attempts, but the last is number {g.Last}."), ct);
        await found.AddAsync(
            all.Where(i => i.Component.StartsWith("low") && i.BatchId != null && i.Live == true
                && all.Any(o => o.AwardNumber == i.AwardNumber && o.Month == i.Month && o.Part == i.Part && o.Id != i.Id && o.BatchId != null && o.Live == true && (o.Component == "main" || o.Component.StartsWith("low")))).OrderBy(i => i.Id).Select(i => i.Reference),
            reference => (reference, "The month is paid, or on its way, as another component that is the whole of it."), ct);
        await found.AddAsync(
            all.GroupBy(i => i.Reference).Where(g => g.Count() > 1).OrderBy(g => g.Key).Select(g => new { g.Key, Count = g.Count() }),
            g => (g.Key, $"{g.Count} payments bear this reference."), ct);
        await found.AddAsync(
            all.Where(i => i.Live == false || (i.Live == true) != (i.RejectedOn == null && i.ReturnedOn == null && i.LapsedAt == null)).OrderBy(i => i.Id).Select(i => i.Reference),
            reference => (reference, "Its mark 'may be paid' does not fit what became of it."), ct);
        await found.AddAsync(
            all.Where(i => i.BatchId != null && (i.HoldCode != null || i.LapsedAt != null)).OrderBy(i => i.Id).Select(i => i.Reference),
            reference => (reference, "It was sent although it is held or given up."), ct);
        await found.AddAsync(
            all.Where(i => i.BatchId == null && i.HoldCode == null && i.LapsedAt == null && db.PaymentRuns.Any(r => r.Id == i.PaymentRunId && r.ReleasedAt != null)).OrderBy(i => i.Id).Select(i => i.Reference),
            reference => (reference, "Its payment run was released, nothing holds it, and it was not sent."), ct);
        var paid = await all.LongCountAsync(i => i.PaidOn != null && i.ReturnedOn == null, ct);
        found.Detail = $"{paid} payments paid, each month of each award once";
        return found;
    }
}
