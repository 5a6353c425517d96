using Microsoft.EntityFrameworkCore;
using Spmis.Contributions.Bills;
using Spmis.Contributions.Receipts;
using Spmis.Contributions.Record;
using Spmis.Kernel.Acts;
using Spmis.Values;

namespace Spmis.Contributions.P2g;

/// <summary>Word of a payer's institution that a bill is paid.</summary>
/// <param name="Institution">The payer's institution, at most 20 characters.</param>
/// <param name="Transaction">Its payment reference id, 1 to 16 characters: once an institution.</param>
/// <param name="Bill">Payment reference of the bill.</param>
/// <param name="Amount">What was paid, in major units; null, as the specification has it, for all that is open.</param>
public sealed record PaymentNotice(string Institution, string Transaction, string Bill, decimal? Amount);

/// <summary>
/// Takes a payment notice: a receipt through the same act as a statement's line, against what the institution owes us until the bank books the money. Once by institution and its payment reference id;
/// the same notice again is answered the same, one that says otherwise is refused.
/// <para>Reference rule: a later line of a bank or mobile-money statement that bears the payment reference id among its references or as a word of its text, and names neither another bill nor another payer, is the same money. The line is taken, with the notice's
/// day if that is earlier, and the notice's receipt is taken back, so that it counts once, whatever amount the bank booked.</para>
/// </summary>
public sealed class TakeNotice(ContributionsDb db, ApplyReceipts receipts, AllocateMoney allocation, RecountBills recount, P2gProfile profile)
{
    /// <summary>The act's name.</summary>
    public const string Act = "receipts.notice";

    /// <summary>Before the institution, in a receipt's account.</summary>
    internal const string Account = "notice:";

    internal const int MostTransaction = 16;

    /// <returns>The bill as it stands now; false when the notice was taken before.</returns>
    /// <exception cref="Refused">The institution is not named or another program speaks for it, there is no such bill, it is paid, the amount is another, or the notice contradicts an earlier one.</exception>
    public async Task<(Bill Bill, bool New)> HandleAsync(PaymentNotice notice, Change change, CancellationToken ct)
    {
        if (!profile.Institutions.Contains(notice.Institution, StringComparer.Ordinal) || profile.ClientOf(notice.Institution) != change.Actor.Id)
        {
            throw new Refused("notice.institution", "Notices of this institution are not taken from this program.");
        }

        if (notice.Transaction.Length is 0 or > MostTransaction || !notice.Transaction.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.' or '_' or '/'))
        {
            throw new Refused("notice.reference", "paymentReferenceID has 1 to 16 letters, digits, hyphens, dots, underscores or slashes.");
        }

        var bill = await FindAsync(db, notice.Bill, ct) ?? throw new Refused("notice.bill", "There is no such bill.");
        var isNew = false;
        await db.WriteAsync(
            async () =>
            {
                await allocation.HoldAsync([bill.EmployerId], ct);
                bill = await db.Set<Bill>().AsNoTracking().SingleAsync(b => b.Id == bill.Id, ct);
                var account = Account + notice.Institution;
                if (await db.Set<Receipt>().AsNoTracking().SingleOrDefaultAsync(r => r.Account == account && r.Reference == notice.Transaction, ct) is { } before)
                {
                    CheckSame(before, bill, notice);
                    return;
                }

                isNew = true;
                await receipts.TakeAsync([Receipt(notice, bill, change)], change, ct);
                await recount.ForEmployerAsync(bill.EmployerId, change, ct);
                db.RecordBulk(change, nameof(Receipt), $"notice {notice.Institution} {notice.Transaction}", new { bill = bill.PaymentReference, minor = bill.OpenMinor });
                await db.SaveAsync(change, ct);
                bill = await db.Set<Bill>().AsNoTracking().SingleAsync(b => b.Id == bill.Id, ct);
            },
            ct);
        return (bill, isNew);
    }

    /// <summary>A bill by its payment reference, for who pays it; nothing of its employer is told.</summary>
    internal static async Task<Bill?> FindAsync(ContributionsDb db, string reference, CancellationToken ct) =>
        PaymentReference.IsValid(reference) ? await db.Set<Bill>().AsNoTracking().SingleOrDefaultAsync(b => b.PaymentReference == reference, ct) : null;

    private static void CheckSame(Receipt before, Bill bill, PaymentNotice notice)
    {
        if (before.NamedBillId != bill.Id || (notice.Amount is { } amount && Minor(amount, bill) != before.AmountMinor))
        {
            throw new Refused("notice.contradicts", "This paymentReferenceID was notified before, for another bill or amount.");
        }
    }

    private static Receipt Receipt(PaymentNotice notice, Bill bill, Change change)
    {
        if (bill.OpenMinor <= 0)
        {
            throw new Refused("notice.paid", "The bill is paid already; nothing was counted.");
        }

        if (notice.Amount is { } amount && Minor(amount, bill) != bill.OpenMinor)
        {
            throw new Refused("notice.amount", $"The bill asks for {new Money(bill.OpenMinor, Currency.Of(bill.Currency)).ToPlain()} {bill.Currency}; nothing was counted.");
        }

        return new Receipt
        {
            Id = Guid.CreateVersion7(), Channel = Channel.Notice, Account = Account + notice.Institution, Reference = notice.Transaction, BookedOn = change.Today, AmountMinor = bill.OpenMinor, Currency = bill.Currency, EmployerId = bill.EmployerId, NamedBillId = bill.Id,
            Text = $"Payment notice for {bill.PaymentReference}",
        };
    }

    private static long? Minor(decimal amount, Bill bill)
    {
        var minor = amount * Currency.Of(bill.Currency).MinorPerMajor;
        return minor == decimal.Truncate(minor) && minor is > 0 and < long.MaxValue ? (long)minor : null;
    }
}
