using Microsoft.EntityFrameworkCore;
using Spmis.Contributions.Arrears;
using Spmis.Contributions.Copies;
using Spmis.Contributions.Ledger;
using Spmis.Contributions.Receipts;
using Spmis.Contributions.Record;
using Spmis.Contributions.Returns;
using Spmis.Kernel.Acts;
using Spmis.Values;

namespace Spmis.Contributions.Bills;

/// <summary>Bills what a return adds to the debt, or sets free what it takes off; money held for the employer goes to it at once.</summary>
public sealed class MakeBill(ContributionsDb db, SchemeBook schemes, AllocateMoney allocation, RecountBills recount)
{
    private const string CorrectionAccount = "correction";

    /// <summary>The bill of an assessed return; due as the law says for the month, also when the return came late, unless a day is stated.</summary>
    internal async Task ForReturnAsync(Return filed, DateOnly? dueOn, Change change, CancellationToken ct)
    {
        var bill = await BillAsync(filed, await db.TakeNumbersAsync(PaymentReference.Series, 1, ct), dueOn, change, ct);
        db.Add(bill);
        await db.SaveAsync(change, ct);
        var book = new LedgerBook();
        Post(book, bill, change);
        await book.WriteAsync(db, ct);
        await SettleAsync([bill.EmployerId], change, ct);
    }

    /// <summary>The same for up to 1,000 returns, set-based: what they add to debts is billed, what they take off is set free. Their workers are counted anew by the caller.</summary>
    internal async Task ForReturnsAsync(IReadOnlyList<Return> assessed, DateOnly? dueOn, Change change, CancellationToken ct)
    {
        var (more, less) = (assessed.Where(r => r.OwedMinor > 0).ToList(), assessed.Where(r => r.OwedMinor < 0).ToList());
        var first = more.Count == 0 ? 0 : await db.TakeNumbersAsync(PaymentReference.Series, more.Count, ct);
        List<Bill> bills = [];
        foreach (var filed in more)
        {
            bills.Add(await BillAsync(filed, first + bills.Count, dueOn, change, ct));
        }

        var employers = less.ConvertAll(r => r.EmployerId).Distinct().ToList();
        var open = (await db.Set<Bill>().AsNoTracking().Where(b => employers.Contains(b.EmployerId) && b.Kind == BillKind.Contributions && b.PaidOn == null).OrderBy(b => b.Number)
            .Select(b => new { b.Id, b.EmployerId, b.Month, b.Scheme }).ToListAsync(ct)).ToLookup(b => (b.EmployerId, b.Month, b.Scheme), b => (Guid?)b.Id);
        await db.BulkInsertAsync(bills, ct);
        var book = new LedgerBook();
        bills.ForEach(b => Post(book, b, change));
        List<Receipt> freed = [];
        var lost = await WithWriteOffsAsync(less, ct);
        foreach (var filed in less)
        {
            var undone = lost.Contains((filed.EmployerId, filed.Month, filed.Scheme)) ? await UndoWriteOffAsync(filed, change, ct) : 0;
            freed.Add(FreedOf(filed, undone, open[(filed.EmployerId, filed.Month, filed.Scheme)].FirstOrDefault(), change));
            PostFreed(book, filed, undone, change);
        }

        freed.RemoveAll(f => f.AmountMinor == 0);
        await db.BulkInsertAsync(freed, ct);
        await book.WriteAsync(db, ct);
        db.RecordBulk(change, nameof(Bill), $"{assessed.Count} returns", new { bills = bills.Count, billedMinor = bills.Sum(b => b.AmountMinor), freed = freed.Count, freedMinor = freed.Sum(f => f.AmountMinor) });
        await SettleAsync([.. assessed.Where(r => r.OwedMinor != 0).Select(r => r.EmployerId).Distinct()], change, ct);
    }

    /// <summary>What a correction found to be billed too much: first for the month's own bill, then for the employer's oldest, the rest held.</summary>
    internal async Task FreeAsync(Return filed, Change change, CancellationToken ct)
    {
        if (filed.OwedMinor < 0)
        {
            var bill = await db.Set<Bill>().AsNoTracking()
                .Where(b => b.EmployerId == filed.EmployerId && b.Month == filed.Month && b.Scheme == filed.Scheme && b.Kind == BillKind.Contributions && b.PaidOn == null)
                .OrderBy(b => b.Number).FirstOrDefaultAsync(ct);
            var undone = await UndoWriteOffAsync(filed, change, ct);
            var freed = FreedOf(filed, undone, bill?.Id, change);
            if (freed.AmountMinor > 0)
            {
                db.Add(freed);
            }

            await db.SaveAsync(change, ct);
            var book = new LedgerBook();
            PostFreed(book, filed, undone, change);
            await book.WriteAsync(db, ct);
            await SettleAsync([filed.EmployerId], change, ct);
        }

        await recount.ReturnAsync(filed, change, ct);
    }

    private async Task<Bill> BillAsync(Return filed, long number, DateOnly? dueOn, Change change, CancellationToken ct) => new()
    {
        Id = filed.BillId,
        Number = number,
        PaymentReference = PaymentReference.Of(number),
        Kind = BillKind.Contributions,
        EmployerId = filed.EmployerId,
        EmployerNumber = filed.EmployerNumber,
        Scheme = filed.Scheme,
        Month = filed.Month,
        ReturnId = filed.Id,
        AmountMinor = filed.OwedMinor,
        Currency = filed.Currency,
        DueOn = dueOn ?? (await schemes.ByHashAsync(filed.PackageHash, ct)).Open().DueDate(filed.Month),
        IssuedAt = change.Now,
        PackageHash = filed.PackageHash,
    };

    private async Task<HashSet<(Guid, Month, string)>> WithWriteOffsAsync(List<Return> less, CancellationToken ct)
    {
        var employers = less.ConvertAll(r => r.EmployerId).Distinct().ToList();
        return [.. (await db.Set<Bill>().AsNoTracking().Where(b => employers.Contains(b.EmployerId) && b.WrittenOffMinor > 0).Select(b => new { b.EmployerId, b.Month, b.Scheme }).ToListAsync(ct)).Select(b => (b.EmployerId, b.Month, b.Scheme))];
    }

    private Task<long> UndoWriteOffAsync(Return filed, Change change, CancellationToken ct) => UndoWriteOffs.OfAsync(db, db.Set<Bill>().Where(b => b.Kind == BillKind.Contributions && b.EmployerId == filed.EmployerId && b.Month == filed.Month && b.Scheme == filed.Scheme), -filed.OwedMinor, change, ct);

    private static Receipt FreedOf(Return filed, long undoneMinor, Guid? billId, Change change) => new()
    {
        Id = Guid.CreateVersion7(),
        Channel = Channel.Correction,
        Account = CorrectionAccount,
        Reference = filed.Id.ToString("N"),
        BookedOn = change.Today,
        AmountMinor = -filed.OwedMinor - undoneMinor,
        Currency = filed.Currency,
        EmployerId = filed.EmployerId,
        NamedBillId = billId,
        Text = $"Correction of {filed.Month}",
    };

    private static void Post(LedgerBook book, Bill bill, Change change) => book.Add(
        new Entry { Id = Guid.CreateVersion7(), Kind = EntryKind.Bill, On = change.Today, MadeAt = change.Now, SubjectId = bill.Id, EmployerId = bill.EmployerId, Reference = bill.PaymentReference },
        Side.Debit(Account.ReceivableEmployer, bill.AmountMinor, bill.Currency) with { EmployerId = bill.EmployerId, Scheme = bill.Scheme, Month = bill.Month },
        Side.Credit(Account.ContributionIncome, bill.AmountMinor, bill.Currency) with { EmployerId = bill.EmployerId, Scheme = bill.Scheme, Month = bill.Month });

    private static void PostFreed(LedgerBook book, Return filed, long undoneMinor, Change change)
    {
        List<Side> sides = [Side.Debit(Account.ContributionIncome, -filed.OwedMinor, filed.Currency) with { EmployerId = filed.EmployerId, Scheme = filed.Scheme, Month = filed.Month }];
        if (-filed.OwedMinor > undoneMinor)
        {
            sides.Add(Side.Credit(Account.SuspenseEmployer, -filed.OwedMinor - undoneMinor, filed.Currency) with { EmployerId = filed.EmployerId });
        }

        if (undoneMinor > 0)
        {
            sides.Add(Side.Credit(Account.WrittenOff, undoneMinor, filed.Currency) with { EmployerId = filed.EmployerId, Scheme = filed.Scheme, Month = filed.Month });
        }

        book.Add(new Entry { Id = Guid.CreateVersion7(), Kind = EntryKind.Correction, On = change.Today, MadeAt = change.Now, SubjectId = filed.Id, EmployerId = filed.EmployerId, Reference = $"{filed.Month}" }, sides);
    }

    /// <summary>Money held goes to bills, and months of what became paid are counted anew.</summary>
    private async Task SettleAsync(IReadOnlyCollection<Guid> employers, Change change, CancellationToken ct)
    {
        await allocation.ForEmployersAsync(employers, change, ct);
        await recount.ForEmployersAsync(employers, change, ct);
    }
}
