using Microsoft.EntityFrameworkCore;
using Spmis.Contributions.Bills;
using Spmis.Contributions.Ledger;
using Spmis.Contributions.Receipts;
using Spmis.Contributions.Record;
using Spmis.Contributions.Returns;
using Spmis.Kernel.Acts;

namespace Spmis.Contributions.Arrears;

/// <summary>
/// The return came after all: the estimate of its month is credited in full. What was open of it is closed; what was paid of it goes to the return's own bill, each payment with the day it was booked, and then to the oldest.
/// </summary>
public sealed class ReplaceEstimate(ContributionsDb db, AllocateMoney allocation, RecountBills recount)
{
    internal const string CreditAccount = "estimate";

    internal async Task ForReturnAsync(Return filed, Change change, CancellationToken ct)
    {
        if (!filed.Came())
        {
            return;
        }

        if (filed.OwedMinor == 0)
        {
            // It made no bill, so it took no number: it holds the series, for an estimate being approved beside takes its number before it looks for returns.
            await db.TakeNumbersAsync(PaymentReference.Series, 0, ct);
        }

        if (await db.Set<Estimate>().SingleOrDefaultAsync(e => e.EmployerId == filed.EmployerId && e.Scheme == filed.Scheme && e.Month == filed.Month && e.ReplacedAt == null, ct) is not { } estimate)
        {
            return;
        }

        (estimate.ReplacedBy, estimate.ReplacedAt) = (filed.Id, change.Now);
        await db.SaveAsync(change, ct);
        await allocation.HoldAsync([filed.EmployerId], ct);
        var bill = await db.Set<Bill>().AsNoTracking().SingleAsync(b => b.Id == estimate.BillId, ct);
        var ownBill = filed.OwedMinor > 0 ? (Guid?)filed.BillId : null;
        var undone = await UndoWriteOffs.OfAsync(db, db.Set<Bill>().Where(b => b.Id == estimate.BillId), bill.AmountMinor, change, ct);
        List<Receipt> credits = [Credit("open", bill.OpenMinor, change.Today, bill.Id), .. (await PaidAsync(bill.Id, ct)).Select(p => Credit($"{p.ReceiptId:N}", p.Minor, p.On, ownBill))];
        credits.RemoveAll(c => c.AmountMinor <= 0);
        await db.SaveAsync(change, ct);
        await db.BulkInsertAsync(credits, ct);
        List<Side> sides = [Side.Debit(Account.EstimatedIncome, bill.AmountMinor, bill.Currency) with { EmployerId = bill.EmployerId, Scheme = bill.Scheme, Month = bill.Month }];
        if (bill.AmountMinor > undone)
        {
            sides.Add(Side.Credit(Account.SuspenseEmployer, bill.AmountMinor - undone, bill.Currency) with { EmployerId = bill.EmployerId });
        }

        if (undone > 0)
        {
            sides.Add(Side.Credit(Account.WrittenOff, undone, bill.Currency) with { EmployerId = bill.EmployerId, Scheme = bill.Scheme, Month = bill.Month });
        }

        var book = new LedgerBook();
        book.Add(new Entry { Id = Guid.CreateVersion7(), Kind = EntryKind.EstimateReplaced, On = change.Today, MadeAt = change.Now, SubjectId = bill.Id, EmployerId = bill.EmployerId, Reference = bill.PaymentReference }, sides);
        await book.WriteAsync(db, ct);
        await allocation.ForEmployersAsync([bill.EmployerId], change, ct);
        await recount.ForEmployerAsync(bill.EmployerId, change, ct);

        Receipt Credit(string part, long minor, DateOnly on, Guid? named) => new()
        {
            Id = Guid.CreateVersion7(), Channel = Channel.Correction, Account = CreditAccount, Reference = $"{estimate.Id:N} {part}", BookedOn = on, AmountMinor = minor, Currency = bill.Currency, EmployerId = bill.EmployerId, NamedBillId = named, Text = $"Estimate {bill.PaymentReference} replaced by the return of {filed.Month}",
        };
    }

    /// <summary>Of each payment what it paid of the bill: what was taken back again nets to nothing, and what was written off was not paid.</summary>
    private async Task<List<(Guid ReceiptId, long Minor, DateOnly On)>> PaidAsync(Guid billId, CancellationToken ct) =>
        [.. (await (from a in db.Set<Allocation>().AsNoTracking() join r in db.Set<Receipt>() on a.ReceiptId equals r.Id where a.BillId == billId && r.Account != RelieveBill.WriteOffAccount orderby a.Id select new { a.ReceiptId, a.AmountMinor, a.On }).ToListAsync(ct))
            .GroupBy(a => a.ReceiptId).Select(g => (g.Key, g.Sum(a => a.AmountMinor), g.Min(a => a.On)))];
}
