using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Spmis.Contributions.Arrears;
using Spmis.Contributions.Associations;
using Spmis.Contributions.Bills;
using Spmis.Contributions.DayWork;
using Spmis.Contributions.Ledger;
using Spmis.Contributions.Receipts;
using Spmis.Contributions.Record;
using Spmis.Contributions.Returns;
using Spmis.Contributions.Subsidies;
using Spmis.Contributions.Takeover;

namespace Spmis.Contributions.Promises;

/// <summary>The contribution ledger balances, entry by entry and as a whole, and agrees with bills, receipts and contributions.</summary>
public sealed class BooksBalance(ContributionsDb db)
{
    public const string Name = "books-balance";

    public async Task<Promise> HandleAsync(CancellationToken ct)
    {
        List<string> wrong = [];
        var accounts = await db.Set<Posting>().GroupBy(p => new { p.Account, p.Currency }).Select(g => new { g.Key.Account, g.Key.Currency, Debit = g.Sum(p => p.DebitMinor), Credit = g.Sum(p => p.CreditMinor) }).ToListAsync(ct);
        wrong.AddRange(accounts.GroupBy(a => a.Currency).Where(g => g.Sum(a => a.Debit) != g.Sum(a => a.Credit)).Select(g => Differs($"Debit and credit in {g.Key}", g.Sum(a => a.Debit), g.Sum(a => a.Credit))));
        var entries = await db.Set<Posting>().GroupBy(p => new { p.EntryId, p.Currency }).Where(g => g.Sum(p => p.DebitMinor) != g.Sum(p => p.CreditMinor)).Select(g => g.Key.EntryId).OrderBy(e => e).Take(3).ToListAsync(ct);
        wrong.AddRange(entries.Select(e => $"Entry {e:N} does not balance."));
        long Balance(params Account[] of) => accounts.Where(a => of.Contains(a.Account)).Sum(a => a.Debit - a.Credit);

        var open = await db.Set<Bill>().SumAsync(b => b.AmountMinor - b.AllocatedMinor, ct);
        Compare(wrong, "Receivable by the ledger and open bills", Balance(Account.ReceivableEmployer), open);
        var held = await db.Set<Receipt>().SumAsync(r => r.AmountMinor - r.AllocatedMinor - r.RefundedMinor, ct);
        Compare(wrong, "Money held by the ledger and by receipts", -Balance(Account.SuspenseEmployer, Account.SuspenseWorker, Account.SuspenseAssociation, Account.SuspenseUnidentified), held);
        var banked = await db.Set<Receipt>().Where(r => r.Channel != Channel.Correction && r.Channel != Channel.Subsidy && r.Channel != Channel.Notice && r.ReversedOn == null).SumAsync(r => r.AmountMinor, ct);
        Compare(wrong, "Bank by the ledger and receipts less reversals", Balance(Account.Bank), banked);
        Compare(wrong, "Money of payment notices by the ledger and by receipts", Balance(Account.NoticedMoney), await db.Set<Receipt>().Where(r => r.Channel == Channel.Notice && r.ReversedOn == null).SumAsync(r => r.AmountMinor, ct));
        Compare(wrong, "Refunds payable by the ledger and by refunds", -Balance(Account.RefundPayable), await db.Set<Refund>().Where(r => r.CancelledOn == null).SumAsync(r => r.AmountMinor, ct));
        Compare(wrong, "Allocations and what bills say of them", await db.Set<Allocation>().SumAsync(a => a.AmountMinor, ct), await db.Set<Bill>().SumAsync(b => b.AllocatedMinor, ct));
        Compare(wrong, "Contribution income by the ledger and by persons", -Balance(Account.ContributionIncome), await db.Set<Contribution>().Where(c => c.TakeoverId == null).SumAsync(c => c.EmployeeMinor + c.EmployerMinor, ct));
        Compare(wrong, "Written off by the ledger and by decisions", Balance(Account.WrittenOff), await db.Set<Relief>().Where(r => r.Kind == ReliefKind.WriteOff).SumAsync(r => r.AmountMinor - r.UndoneMinor, ct));
        Compare(wrong, "Estimates by the ledger and those no return replaced", -Balance(Account.EstimatedIncome), await db.Set<Estimate>().Where(e => e.ReplacedAt == null).SumAsync(e => e.AmountMinor, ct));
        var forMembers = await db.Set<MemberPayment>().Where(p => p.TakenBackOn == null).SumAsync(p => p.AmountMinor, ct);
        Compare(wrong, "Paid for members and what members received", forMembers, await db.Set<Receipt>().Where(r => r.AssociationId != null && r.PersonId != null && r.ReversedOn == null).SumAsync(r => r.AmountMinor, ct));
        Compare(wrong, "Paid for members and what their lists say", forMembers, await db.Set<MemberList>().SumAsync(l => l.PaidMinor, ct));
        await DonorsAsync(wrong, Balance(Account.Donor), ct);
        await VouchersAsync(wrong, -Balance(Account.VouchersPrepaid), -Balance(Account.VoucherTax), ct);
        await TakenOverAsync(wrong, Balance(Account.TakenOver), ct);
        await BillsAgainstPersonsAsync(wrong, ct);
        return Promise.Of(Name, wrong, $"{await db.Set<Entry>().CountAsync(ct)} entries; debit = credit = {accounts.Sum(a => a.Debit).ToString(CultureInfo.InvariantCulture)} minor units.");
    }

    /// <summary>Donors' accounts against what was given and received, and what was given against the shares of persons and the programmes.</summary>
    private async Task DonorsAsync(List<string> wrong, long balance, CancellationToken ct)
    {
        var given = await db.Set<Donor>().SumAsync(d => d.GivenMinor, ct);
        Compare(wrong, "Donors by the ledger and by their accounts", balance, given - await db.Set<Donor>().SumAsync(d => d.ReceivedMinor, ct));
        Compare(wrong, "Given by donors and by programmes", given, await db.Set<SubsidyProgramme>().SumAsync(p => p.GivenMinor, ct));
        Compare(wrong, "Given by donors and shares of persons", given, await db.Set<SubsidyShare>().SumAsync(s => s.AmountMinor, ct));
        Compare(wrong, "Subsidies of returns and shares of persons", await db.Set<Return>().SumAsync(r => r.SubsidisedMinor, ct), await db.Set<SubsidyShare>().Where(s => s.ReturnId != null).SumAsync(s => s.AmountMinor, ct));
        Compare(wrong, "Received from donors and their receipts", await db.Set<Donor>().SumAsync(d => d.ReceivedMinor, ct), await db.Set<Receipt>().Where(r => r.DonorId != null && r.Channel != Channel.Subsidy).SumAsync(r => r.AllocatedMinor, ct));
    }

    /// <summary>What old books handed on: debts less credits by the ledger, and history by persons as by the lines that were approved.</summary>
    private async Task TakenOverAsync(List<string> wrong, long balance, CancellationToken ct)
    {
        var debts = await db.Set<Bill>().Where(b => b.TakeoverId != null).SumAsync(b => b.AmountMinor, ct);
        var credits = await db.Set<Receipt>().Where(r => r.Account == PostTakeover.CreditAccount).SumAsync(r => r.AmountMinor, ct);
        Compare(wrong, "Taken over by the ledger and by bills and credits", -balance, debts - credits);
        var posted = db.Set<TakeoverBatch>().Where(b => b.PostedAt != null);
        var byPersons = await (from c in db.Set<Contribution>() join b in posted on c.TakeoverId equals (long?)b.Id select c.EmployeeMinor + c.EmployerMinor).SumAsync(ct);
        var byLines = await (from l in db.Set<TakeoverLine>() join b in posted on l.BatchId equals b.Id where !l.Refused select l.EmployeeMinor + l.EmployerMinor).SumAsync(ct);
        Compare(wrong, "History taken over by persons and by lines", byPersons, byLines);
    }

    /// <summary>Vouchers: what is sold and not used yet by the ledger and by vouchers, the tax of those used, and none of a purchase lost.</summary>
    private async Task VouchersAsync(List<string> wrong, long prepaid, long tax, CancellationToken ct)
    {
        var vouchers = db.Set<DayVoucher>().Join(db.Set<VoucherPurchase>(), v => v.PurchaseId, p => p.Id, (v, p) => new { v.State, p.PriceMinor, p.TaxMinor });
        Compare(wrong, "Prepaid vouchers by the ledger and by vouchers", prepaid, await vouchers.Where(v => v.State == DayVoucherState.Alive || v.State == DayVoucherState.Assigned).SumAsync(v => v.PriceMinor, ct));
        Compare(wrong, "Tax of vouchers by the ledger and by vouchers", tax, await vouchers.Where(v => v.State == DayVoucherState.Used).SumAsync(v => v.TaxMinor, ct));
        Compare(wrong, "Vouchers bought and vouchers there are, count", await db.Set<VoucherPurchase>().SumAsync(p => (long)p.Count, ct), await db.Set<DayVoucher>().LongCountAsync(ct));
    }

    /// <summary>Each bill is the sum of its workers' contributions less what donors take on, to the cent.</summary>
    private async Task BillsAgainstPersonsAsync(List<string> wrong, CancellationToken ct)
    {
        var bills = await db.Set<Bill>().Where(b => b.Kind == BillKind.Contributions)
            .Where(b => b.AmountMinor != db.Set<Contribution>().Where(c => c.BillId == b.Id).Sum(c => c.EmployeeMinor + c.EmployerMinor) - db.Set<SubsidyShare>().Where(s => s.ReturnId == b.ReturnId && b.ReturnId != null).Sum(s => s.AmountMinor))
            .Select(b => b.PaymentReference).OrderBy(r => r).Take(3).ToListAsync(ct);
        wrong.AddRange(bills.Select(b => $"Bill {b} is not the sum of its workers' contributions."));
    }

    private static void Compare(List<string> wrong, string what, long one, long other)
    {
        if (one != other)
        {
            wrong.Add(Differs(what, one, other));
        }
    }

    private static string Differs(string what, long one, long other) => string.Create(CultureInfo.InvariantCulture, $"{what} differ: {one} and {other} minor units.");
}
