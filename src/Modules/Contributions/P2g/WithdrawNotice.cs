using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Spmis.Contributions.Bills;
using Spmis.Contributions.Copies;
using Spmis.Contributions.Receipts;
using Spmis.Contributions.Record;
using Spmis.Contributions.Subsidies;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Data;
using Spmis.Kernel.Proposals;
using Spmis.Values;

namespace Spmis.Contributions.P2g;

/// <summary>The notice that is to be taken back.</summary>
public sealed record WithdrawalInput
{
    /// <summary>The notice's receipt.</summary>
    public required Guid ReceiptId { get; init; }

    public required string Reason { get; init; }
}

/// <summary>
/// Takes a payment notice back whose money the bank never booked, or that was sent in error. One person prepares it, another approves. Its bill is open again, what it counted for counts no more; its postings stay and are reversed.
/// The same notice sent again does not pay the bill; money that the bank books under its reference afterwards is money like any other.
/// </summary>
public sealed class WithdrawNotice(ContributionsDb db, AllocateMoney allocation, ReverseReceipts reversal, RecountBills recount, FourEyes fourEyes) : IProposedAct, IAmountAtStake
{
    /// <summary>The act's name.</summary>
    public const string Act = "receipts.withdraw-notice";

    private const int MostReason = 400;

    /// <summary>Puts it up for a second person.</summary>
    /// <param name="receiptId">The notice's receipt.</param>
    /// <param name="change">With the reason.</param>
    /// <param name="ct">Cancels.</param>
    /// <exception cref="Refused">It is no notice, was taken back or settled, or the reason is missing.</exception>
    public async Task<Proposal> ProposeAsync(Guid receiptId, Change change, CancellationToken ct)
    {
        var notice = await StandingAsync(receiptId, ct);
        var reason = change.Reason?.Trim() is { Length: > 0 } given ? given.Length <= MostReason ? given : throw new Refused("text.too-long", $"At most {MostReason} characters.", "reason")
            : throw new Refused("value.missing", "Say what the bank or the institution said.", "reason");
        return await fourEyes.ProposeAsync(ContributionsModule.ModuleName, Act, receiptId.ToString(), $"Withdraw payment notice {notice.Reference} of {Money(notice)}", new WithdrawalInput { ReceiptId = receiptId, Reason = reason }, change, ct);
    }

    /// <inheritdoc />
    public async Task<IReadOnlyList<ShownField>> ShowAsync(string payload, CancellationToken ct)
    {
        var input = Read(payload);
        var notice = await StandingAsync(input.ReceiptId, ct);
        var bill = await db.Set<Bill>().AsNoTracking().SingleOrDefaultAsync(b => b.Id == notice.NamedBillId, ct);
        var employer = await db.Set<EmployerCopy>().Where(e => e.EmployerId == notice.EmployerId).Select(e => e.Name).SingleOrDefaultAsync(ct);
        return
        [
            new("Payment notice", null, $"{notice.Reference}, {notice.Account[TakeNotice.Account.Length..]}, {notice.BookedOn:yyyy-MM-dd}"), new("Employer", null, $"{bill?.EmployerNumber}, {employer}"), new("Bill", null, bill is null ? null : $"{bill.PaymentReference}, {bill.Month}, due {bill.DueOn:yyyy-MM-dd}"),
            new("Amount", Money(notice), null), new("Because", null, input.Reason),
        ];
    }

    /// <inheritdoc />
    public async Task<IReadOnlyList<Money>> AtStakeAsync(string payload, CancellationToken ct)
    {
        var notice = await StandingAsync(Read(payload).ReceiptId, ct);
        return [new Money(notice.AmountMinor, Currency.Of(notice.Currency))];
    }

    /// <inheritdoc />
    public async Task ApplyAsync(string payload, Change change, CancellationToken ct)
    {
        var input = Read(payload);
        await SubsidyBook.HoldAllAsync(db, ct); // Money moved on from it may be a person's, to whose contribution donors add; they come before employers.
        if ((await StandingAsync(input.ReceiptId, ct)).EmployerId is { } employer)
        {
            await allocation.HoldAsync([employer], ct);
        }

        var notice = await StandingAsync(input.ReceiptId, ct); // As the bank's line left it, if that came first.
        await reversal.NoticesAsync([notice], change, ct);
        if (notice.EmployerId is { } payer)
        {
            await recount.ForEmployerAsync(payer, change, ct);
        }

        db.RecordBulk(change, nameof(Receipt), $"{notice.Account} {notice.Reference} withdrawn", new { minor = notice.AmountMinor });
    }

    /// <summary>The notice as it stands.</summary>
    /// <exception cref="Refused">It is none, or counts no more.</exception>
    private async Task<Receipt> StandingAsync(Guid id, CancellationToken ct)
    {
        var notice = await db.Set<Receipt>().AsNoTracking().SingleOrDefaultAsync(r => r.Id == id, ct) ?? throw new Refused("receipt.unknown", "There is no such receipt.");
        return notice.Channel != Channel.Notice ? throw new Refused("notice.none", "This is no payment notice. What the bank booked, only the bank takes back.")
            : notice.ReversedOn is { } on ? throw new Refused("notice.settled", $"The bank booked the money of this notice, or it was taken back, on {on:yyyy-MM-dd}.")
            : notice;
    }

    private static string Money(Receipt notice) => new Money(notice.AmountMinor, Currency.Of(notice.Currency)).ToString();

    private static WithdrawalInput Read(string payload) => JsonSerializer.Deserialize<WithdrawalInput>(payload, SpmisJson.Options) ?? throw new InvalidOperationException("The proposal is empty.");
}
