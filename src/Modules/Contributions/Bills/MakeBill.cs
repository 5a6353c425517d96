using Microsoft.EntityFrameworkCore;
using Spmis.Contributions.Copies;
using Spmis.Contributions.Ledger;
using Spmis.Contributions.Receipts;
using Spmis.Contributions.Record;
using Spmis.Contributions.Returns;
using Spmis.Kernel.Acts;

namespace Spmis.Contributions.Bills;

/// <summary>Bills what a return adds to the debt, or sets free what it takes off; money held for the employer goes to it at once.</summary>
public sealed class MakeBill(ContributionsDb db, SchemeBook schemes, AllocateMoney allocation, RecountBills recount)
{
    private const string CorrectionAccount = "correction";

    /// <summary>The bill of an assessed return; due as the law says for the month, also when the return came late, unless a day is stated.</summary>
    internal async Task ForReturnAsync(Return filed, DateOnly? dueOn, Change change, CancellationToken ct)
    {
        var rules = await schemes.ByHashAsync(filed.PackageHash, ct);
        var number = await db.TakeNumbersAsync(PaymentReference.Series, 1, ct);
        var bill = new Bill
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
            AmountMinor = filed.DueMinor,
            Currency = filed.Currency,
            DueOn = dueOn ?? rules.Open().DueDate(filed.Month),
            IssuedAt = change.Now,
            PackageHash = filed.PackageHash,
        };
        db.Add(bill);
        await db.SaveAsync(change, ct);
        var book = new LedgerBook();
        book.Add(
            new Entry { Id = Guid.CreateVersion7(), Kind = EntryKind.Bill, On = change.Today, MadeAt = change.Now, SubjectId = bill.Id, EmployerId = bill.EmployerId, Reference = bill.PaymentReference },
            Side.Debit(Account.ReceivableEmployer, bill.AmountMinor, bill.Currency) with { EmployerId = bill.EmployerId, Scheme = bill.Scheme, Month = bill.Month },
            Side.Credit(Account.ContributionIncome, bill.AmountMinor, bill.Currency) with { EmployerId = bill.EmployerId, Scheme = bill.Scheme, Month = bill.Month });
        await book.WriteAsync(db, ct);
        await allocation.ForEmployersAsync([bill.EmployerId], change, ct);
        await recount.ForEmployerAsync(bill.EmployerId, change, ct);
    }

    /// <summary>What a correction found to be billed too much: first for the month's own bill, then for the employer's oldest, the rest held.</summary>
    internal async Task FreeAsync(Return filed, Change change, CancellationToken ct)
    {
        if (filed.DueMinor < 0)
        {
            var bill = await db.Set<Bill>().AsNoTracking()
                .Where(b => b.EmployerId == filed.EmployerId && b.Month == filed.Month && b.Scheme == filed.Scheme && b.Kind == BillKind.Contributions && b.PaidOn == null)
                .OrderBy(b => b.Number).FirstOrDefaultAsync(ct);
            var freed = new Receipt
            {
                Id = Guid.CreateVersion7(),
                Channel = Channel.Correction,
                Account = CorrectionAccount,
                Reference = filed.Id.ToString("N"),
                BookedOn = change.Today,
                AmountMinor = -filed.DueMinor,
                Currency = filed.Currency,
                EmployerId = filed.EmployerId,
                NamedBillId = bill?.Id,
                Text = $"Correction of {filed.Month}",
            };
            db.Add(freed);
            await db.SaveAsync(change, ct);
            var book = new LedgerBook();
            book.Add(
                new Entry { Id = Guid.CreateVersion7(), Kind = EntryKind.Correction, On = change.Today, MadeAt = change.Now, SubjectId = filed.Id, EmployerId = filed.EmployerId, Reference = $"{filed.Month}" },
                Side.Debit(Account.ContributionIncome, freed.AmountMinor, freed.Currency) with { EmployerId = filed.EmployerId, Scheme = filed.Scheme, Month = filed.Month },
                Side.Credit(Account.SuspenseEmployer, freed.AmountMinor, freed.Currency) with { EmployerId = filed.EmployerId });
            await book.WriteAsync(db, ct);
            await allocation.ForEmployersAsync([filed.EmployerId], change, ct);
            await recount.ForEmployerAsync(filed.EmployerId, change, ct);
        }

        await recount.ReturnAsync(filed, change, ct);
    }
}
