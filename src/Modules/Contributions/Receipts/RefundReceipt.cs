using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Spmis.Contributions.Ledger;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Data;
using Spmis.Kernel.Proposals;
using Spmis.Values;

namespace Spmis.Contributions.Receipts;

/// <summary>What is to be paid back.</summary>
public sealed record RefundInput
{
    public required Guid ReceiptId { get; init; }

    /// <summary>Minor units.</summary>
    public required long AmountMinor { get; init; }

    /// <summary>Who gets it.</summary>
    public required string Beneficiary { get; init; }

    /// <summary>Account or wallet it is paid to.</summary>
    public required string PayTo { get; init; }

    public required string Reason { get; init; }
}

/// <summary>Pays held money back: one person prepares it, another approves. It leaves the money held and becomes payable; never more than is held.</summary>
public sealed class RefundReceipt(ContributionsDb db, HeldReceipt held, FourEyes fourEyes) : IProposedAct, IAmountAtStake
{
    /// <summary>The act's name.</summary>
    public const string Act = "receipts.refund";

    private const int MostName = 200;
    private const int MostPayTo = 60;
    private const int MostReason = 400;

    /// <summary>Puts it up for a second person.</summary>
    /// <param name="receiptId">The payment.</param>
    /// <param name="amount">How much, as 1234.50; blank for all that is held.</param>
    /// <param name="beneficiary">Who gets it.</param>
    /// <param name="payTo">Account or wallet.</param>
    /// <param name="change">Its reason is kept with the refund.</param>
    /// <param name="ct">Cancels.</param>
    /// <exception cref="Refused">Something is missing, or it is more than is held.</exception>
    public async Task<Proposal> ProposeAsync(Guid receiptId, string? amount, string? beneficiary, string? payTo, Change change, CancellationToken ct)
    {
        var receipt = await held.FindAsync(receiptId, ct);
        var input = new RefundInput
        {
            ReceiptId = receiptId, AmountMinor = HeldReceipt.Amount(receipt, amount), Beneficiary = Needed(beneficiary ?? receipt.Payer, MostName, "beneficiary", "Say who gets the money."),
            PayTo = Needed(payTo, MostPayTo, "payTo", "Give the account or wallet the money goes to."), Reason = Needed(change.Reason, MostReason, "reason", "Say why the money goes back."),
        };
        var money = new Money(input.AmountMinor, Currency.Of(receipt.Currency));
        return await fourEyes.ProposeAsync(ContributionsModule.ModuleName, Act, receiptId.ToString(), $"Refund {money} of payment {receipt.Reference}", input, change, ct);
    }

    /// <inheritdoc />
    public async Task<IReadOnlyList<ShownField>> ShowAsync(string payload, CancellationToken ct)
    {
        var input = Read(payload);
        var receipt = await held.FindAsync(input.ReceiptId, ct);
        var currency = Currency.Of(receipt.Currency);
        return
        [
            new("Payment", receipt.Reference, receipt.Reference), new("Payer", receipt.Payer, receipt.Payer), new("Held", HeldReceipt.Held(receipt), new Money(receipt.HeldMinor - input.AmountMinor, currency).ToString()),
            new("Refund", null, new Money(input.AmountMinor, currency).ToString()), new("To", null, input.Beneficiary), new("Account or wallet", null, input.PayTo), new("Because", null, input.Reason),
        ];
    }

    /// <inheritdoc />
    public async Task<IReadOnlyList<Money>> AtStakeAsync(string payload, CancellationToken ct)
    {
        // With what was paid back of the same payment before.
        var input = Read(payload);
        var receipt = await held.FindAsync(input.ReceiptId, ct);
        var before = await db.Set<Refund>().Where(r => r.ReceiptId == receipt.Id).SumAsync(r => r.AmountMinor, ct);
        return [new Money(checked(before + input.AmountMinor), Currency.Of(receipt.Currency))];
    }

    /// <inheritdoc />
    public async Task ApplyAsync(string payload, Change change, CancellationToken ct)
    {
        var input = Read(payload);
        var receipt = await held.FindAsync(input.ReceiptId, ct);
        await held.TakeAsync(receipt, input.AmountMinor, ct);
        var refund = new Refund
        {
            Id = Guid.CreateVersion7(), ReceiptId = receipt.Id, AmountMinor = input.AmountMinor, Currency = receipt.Currency, Beneficiary = input.Beneficiary, PayTo = input.PayTo, Reason = input.Reason,
            ApprovedAt = change.Now, ApprovedBy = change.Actor.Name,
        };
        db.Add(refund);
        var book = new LedgerBook();
        book.Add(
            new Entry { Id = Guid.CreateVersion7(), Kind = EntryKind.Refund, On = change.Today, MadeAt = change.Now, SubjectId = receipt.Id, EmployerId = receipt.EmployerId, PersonId = receipt.PersonId, Reference = receipt.Reference },
            HeldReceipt.From(receipt, input.AmountMinor),
            Side.Credit(Account.RefundPayable, input.AmountMinor, receipt.Currency) with { EmployerId = receipt.EmployerId, PersonId = receipt.PersonId });
        await db.SaveAsync(change, ct);
        await book.WriteAsync(db, ct);
    }

    private static string Needed(string? text, int most, string field, string words) => text?.Trim() is { Length: > 0 } clean
        ? clean.Length <= most ? clean : throw new Refused("text.too-long", $"At most {most} characters.", field)
        : throw new Refused("value.missing", words, field);

    private static RefundInput Read(string payload) => JsonSerializer.Deserialize<RefundInput>(payload, SpmisJson.Options) ?? throw new InvalidOperationException("The proposal is empty.");
}
