using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Spmis.Payments.Deductions;
using Spmis.Payments.Instructions;

namespace Spmis.Payments.Promises;

/// <summary>Every payout is the sum of its lines, every line what an order withheld of a payment that was paid (or came back), and nobody confirmed what he prepared.</summary>
internal static class CheckPayouts
{
    public static async Task<Findings> RunAsync(PaymentsDb db, CancellationToken ct)
    {
        var found = new Findings("payouts-agree") { Rows = await db.PayoutLines.LongCountAsync(ct) };
        var (payouts, lines) = (db.Payouts.AsNoTracking(), db.PayoutLines.AsNoTracking());
        await found.AddAsync(
            payouts.Where(p => db.PayoutLines.Count(l => l.PayoutId == p.Id) != p.Lines || db.PayoutLines.Where(l => l.PayoutId == p.Id).Sum(l => l.AmountMinor) != p.TotalMinor || p.TotalMinor <= 0).OrderBy(p => p.Id).Select(p => p.Number),
            n => ($"payout {n}", "Its lines are not those it was prepared with, or add up to another sum."), ct);
        await found.AddAsync(
            payouts.Where(p => p.ConfirmedAt != null && (p.ConfirmedById == p.PreparedById || p.CancelledAt != null || (p.Kind == DeductionKind.CourtOrder && (p.BankReference == null || p.PaidFrom == null)))).OrderBy(p => p.Id).Select(p => p.Number),
            n => ($"payout {n}", "It was confirmed by its preparer, after it was cancelled, or without a bank's reference."), ct);
        await found.AddAsync(
            lines.Where(l => !db.Withholdings.Any(w => w.Reference == l.Reference && w.OrderId == l.OrderId && w.AmountMinor == (l.CameBack ? -l.AmountMinor : l.AmountMinor))).OrderBy(l => l.Reference).Select(l => l.Reference),
            r => (r, "A payout has a line that no order withheld so."), ct);
        await found.AddAsync(
            lines.Where(l => !db.Instructions.Any(i => i.Reference == l.Reference && i.Scheme == l.Scheme && (l.CameBack ? i.ReturnedOn != null : i.PaidOn != null || i.HoldCode == HoldReasons.AllWithheld))).OrderBy(l => l.Reference).Select(l => l.Reference),
            r => (r, "A payout has a line of a payment that was not paid, or did not come back."), ct);
        await found.AddAsync(
            lines.Where(l => (l.Live == true) != db.Payouts.Any(p => p.Id == l.PayoutId && p.CancelledAt == null)).OrderBy(l => l.Reference).Select(l => l.Reference),
            r => (r, "A line counts though its payout was cancelled, or does not count though it was not."), ct);
        var count = await payouts.LongCountAsync(ct);
        found.Detail = string.Create(CultureInfo.InvariantCulture, $"{found.Rows} lines of {count} payouts are what was withheld");
        return found;
    }
}
