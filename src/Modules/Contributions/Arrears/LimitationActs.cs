using Microsoft.EntityFrameworkCore;
using Spmis.Contributions.Bills;
using Spmis.Contributions.Receipts;
using Spmis.Contributions.Reminders;

namespace Spmis.Contributions.Arrears;

/// <summary>What is on record that may interrupt the periods of debts. What was waived, written off or corrected interrupts nothing.</summary>
internal static class LimitationActs
{
    private static readonly Channel[] Paid = [Channel.Bank, Channel.MobileMoney, Channel.Notice];

    /// <summary>Of at most 1,000 bills, by bill; one notice or action can be left out, to see how it would be without.</summary>
    public static async Task<ILookup<Guid, LimitationAct>> OfAsync(ContributionsDb db, List<Bill> bills, long? without, CancellationToken ct)
    {
        var ids = bills.ConvertAll(b => b.Id);
        var byReference = bills.ToDictionary(b => b.PaymentReference, b => b.Id);
        var references = byReference.Keys.ToList();
        List<LimitationAct> acts = [];
        var parts = await (from a in db.Set<Allocation>().AsNoTracking() join r in db.Set<Receipt>() on a.ReceiptId equals r.Id where ids.Contains(a.BillId) && (Paid.Contains(r.Channel) || r.SourceReceiptId != null)
            group a by new { a.BillId, a.ReceiptId } into g where g.Sum(a => a.AmountMinor) > 0 select new { g.Key.BillId, On = g.Min(a => a.On) }).ToListAsync(ct); // A receipt that was reversed nets to nothing.
        acts.AddRange(parts.Select(p => LimitationAct.Paid(p.BillId, p.On)));
        var served = await db.Set<Reminder>().AsNoTracking().Where(r => (r.Kind == ReminderKind.FormalNotice || r.Kind == ReminderKind.CourtAction) && references.Contains(r.Subject) && r.ServedOn != null && r.Id != without).Select(r => new { r.Subject, r.Kind, r.ServedOn, r.EndedOn, r.Outcome }).ToListAsync(ct);
        acts.AddRange(from s in served let day = s.ServedOn ?? default let bill = byReference[s.Subject] select s.Kind == ReminderKind.CourtAction ? LimitationAct.Brought(bill, day, s.EndedOn, s.Outcome == SuitOutcome.Dropped) : LimitationAct.Served(bill, day));
        var agreed = await (from x in db.Set<AgreementBill>().AsNoTracking() join a in db.Set<Agreement>() on x.AgreementId equals a.Id where ids.Contains(x.BillId) select new { x.BillId, a.ApprovedAt, a.Open, a.BrokenOn, a.CompletedOn }).ToListAsync(ct);
        acts.AddRange(from a in agreed let day = DateOnly.FromDateTime(a.ApprovedAt) select LimitationAct.Agreed(a.BillId, day, a.Open is not null ? null : a.BrokenOn ?? a.CompletedOn ?? day));
        return acts.ToLookup(a => a.BillId);
    }
}
