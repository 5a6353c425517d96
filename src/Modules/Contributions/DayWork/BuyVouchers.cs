using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Spmis.Contributions.Bills;
using Spmis.Contributions.Copies;
using Spmis.Contributions.Ledger;
using Spmis.Contributions.Receipts;
using Spmis.Contributions.Record;
using Spmis.Kernel.Acts;
using Spmis.Values;

namespace Spmis.Contributions.DayWork;

/// <summary>
/// Sells an employer vouchers for day work at the price the package has on the day. They are billed under a payment reference and are of use once the bill is paid; what is unpaid after
/// the last day to pay (the setting <c>Contributions:DayVoucherPayDays</c>, 14) is cancelled, so that it never becomes a debt.
/// </summary>
public sealed class BuyVouchers(ContributionsDb db, SchemeBook schemes, FindDayWork find, AllocateMoney allocation, RecountBills recount, DayWorkSettings settings)
{
    /// <summary>The act's name.</summary>
    public const string Act = "daywork.buy";

    /// <summary>Vouchers of one purchase at most.</summary>
    public const int Most = 1000;

    private const string Letters = "ABCDEFGHJKMNPQRSTUVWXYZ23456789";
    private const int SerialLength = 16;

    /// <param name="employerNumber">Who buys.</param>
    /// <param name="count">How many, 1 to 1,000.</param>
    /// <param name="scheme">The scheme; left out where only one has vouchers.</param>
    /// <param name="change">Who and when.</param>
    /// <param name="ct">Cancels.</param>
    /// <exception cref="Refused">The employer is unknown or another's, there is no such scheme, its package cannot tell the price, or the number is out of range.</exception>
    public async Task<VoucherPurchase> HandleAsync(string employerNumber, int? count, string? scheme, Change change, CancellationToken ct)
    {
        var employer = await find.EmployerAsync(employerNumber, change.Actor, ct);
        if (count is not (>= 1 and <= Most))
        {
            throw new Refused("voucher.count", $"Buy 1 to {Most} vouchers at a time; buy again for more.", "count");
        }

        var named = await schemes.VoucherSchemeAsync(scheme, change.Today, ct);
        var rules = await schemes.ForMonthAsync(named, Month.Of(change.Today), ct);
        var terms = Terms(rules, change.Today);
        VoucherPurchase? made = null;
        await db.WriteAsync(async () => made = await AddAsync(employer, named, rules, terms, count.Value, change, ct), ct);
        return made ?? throw new InvalidOperationException("The transaction ended without a purchase.");
    }

    internal static VoucherTerms Terms(SchemeRules rules, DateOnly on)
    {
        try
        {
            var terms = rules.Open().Voucher(on);
            return terms.ValidUntil >= on ? terms : throw new Refused("voucher.no-terms", $"By the package, a voucher bought on {on:yyyy-MM-dd} has expired already; have the package looked at.", "scheme");
        }
        catch (CannotTell e)
        {
            throw new Refused("voucher.no-terms", $"{e.Message} No voucher can be sold on {on:yyyy-MM-dd}.", "scheme");
        }
    }

    private async Task<VoucherPurchase> AddAsync(EmployerCopy employer, string scheme, SchemeRules rules, VoucherTerms terms, int count, Change change, CancellationToken ct)
    {
        var number = await db.TakeNumbersAsync(PaymentReference.Series, 1, ct);
        var payUntil = change.Today.AddDays(settings.PayDays);
        var bill = new Bill
        {
            Id = Guid.CreateVersion7(), Number = number, PaymentReference = PaymentReference.Of(number), Kind = BillKind.DayVouchers, EmployerId = employer.EmployerId, EmployerNumber = employer.EmployerNumber, Scheme = scheme,
            Month = Month.Of(change.Today), AmountMinor = checked(count * terms.PriceMinor), Currency = rules.Currency.Code, DueOn = payUntil < terms.ValidUntil ? payUntil : terms.ValidUntil, IssuedAt = change.Now, PackageHash = rules.Scheme.Hash,
        };
        var purchase = new VoucherPurchase
        {
            Id = Guid.CreateVersion7(), EmployerId = employer.EmployerId, EmployerNumber = employer.EmployerNumber, Scheme = scheme, PackageHash = rules.Scheme.Hash, BillId = bill.Id, PaymentReference = bill.PaymentReference, Count = count,
            Currency = bill.Currency, PriceMinor = terms.PriceMinor, BaseMinor = terms.BaseMinor, EmployeeMinor = terms.EmployeeMinor, EmployerMinor = terms.EmployerMinor, TaxMinor = terms.TaxMinor, ExpiresOn = terms.ValidUntil, PayUntil = bill.DueOn,
            Refunded = terms.Refunded, BoughtAt = change.Now, BoughtBy = change.Actor.Name,
        };
        db.AddRange(bill, purchase);
        await db.SaveAsync(change, ct);
        await db.BulkInsertAsync([.. Enumerable.Range(0, count).Select(_ => new DayVoucher
        {
            Id = Guid.CreateVersion7(), Serial = RandomNumberGenerator.GetString(Letters, SerialLength), PurchaseId = purchase.Id, EmployerId = employer.EmployerId, Scheme = scheme, ExpiresOn = purchase.ExpiresOn,
        })], ct);
        var book = new LedgerBook();
        book.Add(
            new Entry { Id = Guid.CreateVersion7(), Kind = EntryKind.Bill, On = change.Today, MadeAt = change.Now, SubjectId = bill.Id, EmployerId = bill.EmployerId, Reference = bill.PaymentReference },
            Side.Debit(Account.ReceivableEmployer, bill.AmountMinor, bill.Currency) with { EmployerId = bill.EmployerId, Scheme = scheme, Month = bill.Month },
            Side.Credit(Account.VouchersPrepaid, bill.AmountMinor, bill.Currency) with { EmployerId = bill.EmployerId, Scheme = scheme });
        await book.WriteAsync(db, ct);
        db.RecordBulk(change, nameof(DayVoucher), $"purchase {bill.PaymentReference}", new { count, priceMinor = terms.PriceMinor });
        await allocation.ForEmployersAsync([employer.EmployerId], change, ct);
        await recount.ForEmployerAsync(employer.EmployerId, change, ct);
        await db.SaveAsync(change, ct);
        return purchase;
    }
}
