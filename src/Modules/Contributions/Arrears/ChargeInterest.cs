using Microsoft.EntityFrameworkCore;
using Spmis.Contributions.Bills;
using Spmis.Contributions.Copies;
using Spmis.Contributions.Ledger;
using Spmis.Contributions.Receipts;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Runs;

namespace Spmis.Contributions.Arrears;

/// <summary>
/// Interest of a bill = for each part paid late, from the due day to the day it was paid; for the part still open, to the day of reckoning; each by the
/// package's <c>contribution.interest</c>. What was charged before is taken off; a payment that turns out to have come earlier gives the rest back.
/// Nothing runs after the last day on which the debt can be claimed (<see cref="Limitations"/>).
/// What was written off bears no further interest: it is reckoned to the last day charged before it was given up, so that nothing of that is given back.
/// </summary>
public sealed class ChargeInterest(ContributionsDb db, SchemeBook schemes, AllocateMoney allocation, Limitations limitations)
{
    internal async Task ChunkAsync(IReadOnlyList<Bill> bills, DateOnly on, RunStep step, CancellationToken ct)
    {
        var ids = bills.Select(b => b.Id).ToList();
        var parts = (await db.Set<Allocation>().AsNoTracking().Where(a => ids.Contains(a.BillId)).Select(a => new { a.BillId, a.ReceiptId, a.AmountMinor, a.On }).ToListAsync(ct)).ToLookup(a => a.BillId);
        var charged = (await db.Set<Bill>().AsNoTracking().Where(b => b.LateBillId != null && ids.Contains(b.LateBillId.Value)).Select(b => new { b.Id, b.LateBillId, b.AmountMinor, b.AccruedOn }).ToListAsync(ct)).ToLookup(b => b.LateBillId ?? default);
        var writtenOff = (await db.Set<Relief>().AsNoTracking().Where(r => r.Kind == ReliefKind.WriteOff && ids.Contains(r.BillId)).Select(r => new { r.Id, r.ReceiptId }).ToListAsync(ct)).ToDictionary(r => r.ReceiptId, r => r.Id);
        var givenBack = await GivenBackAsync(bills, ct);
        var waived = await WaivedAsync(ids, ct);
        var lapses = await limitations.OfAsync(bills, on, ct);
        List<(Bill Late, long Minor)> due = [];
        List<Guid> closed = [];
        foreach (var bill in bills)
        {
            var from = bill.InterestFrom ?? bill.DueOn; // Of a debt taken over, what ran before was charged by the old books.
            var session = (await schemes.ByHashAsync(bill.PackageHash, ct)).Open();

            // A receipt that was reversed nets to nothing: its part is open again.
            // Version 7 ids are in the order of time: what was charged before the write-off is told by them.
            var late = parts[bill.Id].GroupBy(a => a.ReceiptId)
                .Select(g => (Minor: g.Sum(a => a.AmountMinor), On: writtenOff.TryGetValue(g.Key, out var relief) ? charged[bill.Id].Where(c => c.Id.CompareTo(relief) < 0).Max(c => c.AccruedOn) ?? from : g.Min(a => a.On)))
                .Where(p => p.Minor > 0).ToList();
            DateOnly Until(DateOnly day) => lapses.GetValueOrDefault(bill.Id)?.LapsesOn is { } last && last < day ? last : day;
            long InterestTo(Func<DateOnly, DateOnly> end) => late.Sum(p => session.Interest(bill.Month, p.Minor, from, end(p.On))) + session.Interest(bill.Month, bill.OpenMinor, from, end(on));
            // What was waived is not charged again; nor is it given back, since it was never paid.
            var before = charged[bill.Id].Sum(c => c.AmountMinor) - givenBack.GetValueOrDefault(bill.Id);
            var more = InterestTo(Until) - before;
            if (more < 0 && lapses.ContainsKey(bill.Id))
            {
                more = Math.Min(0, InterestTo(day => day) - before); // The end of a claim stops interest to come; what was charged before, perhaps before there was such a law, stays.
            }

            due.Add((bill, more > 0 ? more : Math.Min(0, more + waived.GetValueOrDefault(bill.Id))));
            if (bill.PaidOn is { } paid && paid <= on)
            {
                closed.Add(bill.Id);
            }
        }

        await ChargeAsync([.. due.Where(d => d.Minor > 0)], on, step, ct);
        await GiveBackAsync([.. due.Where(d => d.Minor < 0)], on, step.Change, ct);
        await db.Set<Bill>().Where(b => closed.Contains(b.Id)).ExecuteUpdateAsync(s => s.SetProperty(b => b.InterestClosed, true), ct);
        await allocation.ForEmployersAsync([.. due.Where(d => d.Minor != 0).Select(d => d.Late.EmployerId)], step.Change, ct);
        step.Count(bills.Count, 0);
    }

    private async Task<Dictionary<Guid, long>> WaivedAsync(List<Guid> ids, CancellationToken ct) =>
        (await (from r in db.Set<Relief>().AsNoTracking() join b in db.Set<Bill>() on r.BillId equals b.Id where b.LateBillId != null && ids.Contains(b.LateBillId.Value) group r by b.LateBillId into g select new { g.Key, Sum = g.Sum(r => r.AmountMinor) }).ToListAsync(ct))
        .ToDictionary(g => g.Key ?? default, g => g.Sum);

    private async Task ChargeAsync(List<(Bill Late, long Minor)> due, DateOnly on, RunStep step, CancellationToken ct)
    {
        if (due.Count == 0)
        {
            return;
        }

        var first = await db.TakeNumbersAsync(PaymentReference.Series, due.Count, ct);
        var book = new LedgerBook();
        List<Bill> bills = [];
        foreach (var (late, minor) in due)
        {
            var bill = new Bill
            {
                Id = Guid.CreateVersion7(), Number = first + bills.Count, PaymentReference = PaymentReference.Of(first + bills.Count), Kind = BillKind.Interest, EmployerId = late.EmployerId, EmployerNumber = late.EmployerNumber, Scheme = late.Scheme, Month = late.Month,
                LateBillId = late.Id, AccruedOn = on, AmountMinor = minor, Currency = late.Currency, DueOn = on, IssuedAt = step.Change.Now, PackageHash = late.PackageHash,
            };
            bills.Add(bill);
            book.Add(
                new Entry { Id = Guid.CreateVersion7(), Kind = EntryKind.Interest, On = on, MadeAt = step.Change.Now, SubjectId = bill.Id, EmployerId = bill.EmployerId, Reference = bill.PaymentReference },
                Side.Debit(Account.ReceivableEmployer, minor, bill.Currency) with { EmployerId = bill.EmployerId, Scheme = bill.Scheme, Month = bill.Month },
                Side.Credit(Account.InterestIncome, minor, bill.Currency) with { EmployerId = bill.EmployerId, Scheme = bill.Scheme, Month = bill.Month });
        }

        await db.BulkInsertAsync(bills, ct);
        await book.WriteAsync(db, ct);
        db.RecordBulk(step.Change, nameof(Bill), $"interest to {on:yyyy-MM-dd}", new { bills = bills.Count, minor = bills.Sum(b => b.AmountMinor) });
    }

    private const string GivenBackAccount = "interest-given-back";

    /// <summary>Interest charged on money that, as a later statement showed, had come in time.</summary>
    private async Task GiveBackAsync(List<(Bill Late, long Minor)> back, DateOnly on, Change change, CancellationToken ct)
    {
        var book = new LedgerBook();
        List<Receipt> freed = [];
        foreach (var (late, minor) in back)
        {
            var receipt = new Receipt
            {
                Id = Guid.CreateVersion7(), Channel = Channel.Correction, Account = GivenBackAccount, Reference = $"{late.PaymentReference} {on:yyyy-MM-dd}", BookedOn = on, AmountMinor = -minor, Currency = late.Currency,
                EmployerId = late.EmployerId, NamedBillId = late.Id, Text = $"Interest on bill {late.PaymentReference} given back",
            };
            freed.Add(receipt);
            book.Add(
                new Entry { Id = Guid.CreateVersion7(), Kind = EntryKind.Correction, On = on, MadeAt = change.Now, SubjectId = receipt.Id, EmployerId = late.EmployerId, Reference = late.PaymentReference },
                Side.Debit(Account.InterestIncome, -minor, late.Currency) with { EmployerId = late.EmployerId, Scheme = late.Scheme, Month = late.Month },
                Side.Credit(Account.SuspenseEmployer, -minor, late.Currency) with { EmployerId = late.EmployerId });
        }

        await db.BulkInsertAsync(freed, ct);
        await book.WriteAsync(db, ct);
    }

    private async Task<Dictionary<Guid, long>> GivenBackAsync(IReadOnlyList<Bill> bills, CancellationToken ct)
    {
        var ids = bills.Select(b => b.Id).ToList();
        return (await db.Set<Receipt>().AsNoTracking().Where(r => r.Account == GivenBackAccount && r.NamedBillId != null && ids.Contains(r.NamedBillId.Value))
            .GroupBy(r => r.NamedBillId).Select(g => new { g.Key, Sum = g.Sum(r => r.AmountMinor) }).ToListAsync(ct)).ToDictionary(g => g.Key ?? default, g => g.Sum);
    }
}
