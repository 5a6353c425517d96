using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Spmis.Contributions.Associations;
using Spmis.Contributions.Bills;
using Spmis.Contributions.Copies;
using Spmis.Contributions.Ledger;
using Spmis.Contributions.Plans;
using Spmis.Contributions.Record;
using Spmis.Contributions.Subsidies;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Data;
using Spmis.Kernel.Proposals;
using Spmis.Values;

namespace Spmis.Contributions.Receipts;

/// <summary>For whom held money is.</summary>
public sealed record AssignInput
{
    public required Guid ReceiptId { get; init; }

    /// <summary>A payment reference, an employer or association number, or a worker's registration number.</summary>
    public required string To { get; init; }

    /// <summary>Minor units.</summary>
    public required long AmountMinor { get; init; }

    public required string Reason { get; init; }
}

/// <summary>
/// Says for whom held money is: a bill, an employer, an association's member list, an association or a self-employed worker. One person prepares it, another approves. The money is moved to a receipt of its own,
/// which names the first, so that what the bank booked stays as it was and a later reversal takes the moved money back too.
/// </summary>
public sealed class AssignReceipt(ContributionsDb db, HeldReceipt held, FindPayees payees, AllocateMoney allocation, RecountBills recount, OwnContributions own, PayMembers members, FillPlans plans, DonorMoney donors, FourEyes fourEyes) : IProposedAct
{
    /// <summary>The act's name.</summary>
    public const string Act = "receipts.assign";

    private const string MovedAccount = "moved";

    /// <summary>Puts it up for a second person.</summary>
    /// <param name="receiptId">The payment.</param>
    /// <param name="to">A payment reference, an employer number or a registration number.</param>
    /// <param name="amount">How much, as 1234.50; blank for all that is held.</param>
    /// <param name="change">With the reason.</param>
    /// <param name="ct">Cancels.</param>
    /// <exception cref="Refused">Nobody has that number, it is the same payer already, or it is more than is held.</exception>
    public async Task<Proposal> ProposeAsync(Guid receiptId, string? to, string? amount, Change change, CancellationToken ct)
    {
        if (string.IsNullOrWhiteSpace(change.Reason))
        {
            throw new Refused("value.missing", "Say how it is known whose money this is.", "reason");
        }

        var receipt = await held.FindAsync(receiptId, ct);
        var input = new AssignInput { ReceiptId = receiptId, To = (to ?? "").Trim(), AmountMinor = HeldReceipt.Amount(receipt, amount), Reason = change.Reason.Trim() };
        await PayeeAsync(receipt, input, ct);
        return await fourEyes.ProposeAsync(ContributionsModule.ModuleName, Act, receiptId.ToString(), $"Assign payment {receipt.Reference} to {input.To}", input, change, ct);
    }

    /// <inheritdoc />
    public async Task<IReadOnlyList<ShownField>> ShowAsync(string payload, CancellationToken ct)
    {
        var input = Read(payload);
        var receipt = await held.FindAsync(input.ReceiptId, ct);
        var payee = await PayeeAsync(receipt, input, ct);
        return
        [
            new("Payment", receipt.Reference, receipt.Reference), new("Payer", receipt.Payer, receipt.Payer), new("What the payer wrote", receipt.Text, receipt.Text), new("Held", HeldReceipt.Held(receipt), null),
            new("For", await NameAsync((receipt.EmployerId, receipt.PersonId, receipt.AssociationId), ct) ?? "nobody known", $"{input.To}, {await NameAsync((payee.EmployerId, payee.PersonId, payee.AssociationId), ct) ?? await db.Set<Donor>().Where(d => d.Id == payee.DonorId).Select(d => d.Name).SingleOrDefaultAsync(ct)}"),
            new("Amount", null, new Money(input.AmountMinor, Currency.Of(receipt.Currency)).ToString()), new("Because", null, input.Reason),
        ];
    }

    /// <inheritdoc />
    public async Task ApplyAsync(string payload, Change change, CancellationToken ct)
    {
        var input = Read(payload);
        var receipt = await held.FindAsync(input.ReceiptId, ct);
        var payee = await PayeeAsync(receipt, input, ct);
        await db.SaveAsync(change, ct);
        await held.TakeAsync(receipt, input.AmountMinor, ct);
        var moved = new Receipt
        {
            Id = Guid.CreateVersion7(), Channel = Channel.Correction, Account = MovedAccount, Reference = Guid.CreateVersion7().ToString("N"), SourceReceiptId = receipt.Id, BookedOn = receipt.BookedOn, AmountMinor = input.AmountMinor,
            Currency = receipt.Currency, Payer = receipt.Payer, Text = $"Payment {receipt.Reference}"[..Math.Min(400, receipt.Reference.Length + 8)], EmployerId = payee.EmployerId, PersonId = payee.PersonId, NamedBillId = payee.BillId,
            AssociationId = payee.AssociationId, NamedListId = payee.ListId, DonorId = payee.DonorId,
        };
        var contributions = await own.OfAsync(moved.PersonId is null ? [] : [moved], change, ct);
        await donors.ReceivedAsync([moved], ct);
        await db.BulkInsertAsync([moved], ct);
        await db.BulkInsertAsync(contributions, ct);
        var book = new LedgerBook();
        Post(book, receipt, moved, contributions, change);
        await book.WriteAsync(db, ct);
        if (payee.EmployerId is { } employer)
        {
            await allocation.ForEmployersAsync([employer], change, ct);
            await recount.ForEmployerAsync(employer, change, ct);
        }

        await own.RecountAsync(contributions, change, ct);
        await plans.ForAsync(moved.PersonId is { } person ? [person] : [], change, ct);
        await members.ForAsync(moved.AssociationId is { } association ? [association] : [], change, ct);
    }

    /// <summary>Out of what is held for one payer, into what is known for nobody, and on to the other: an entry for each, so that each finds it in its own account.</summary>
    private static void Post(LedgerBook book, Receipt receipt, Receipt moved, List<Contribution> contributions, Change change)
    {
        Entry Entry(Receipt of) => new() { Id = Guid.CreateVersion7(), Kind = EntryKind.Assignment, On = change.Today, MadeAt = change.Now, SubjectId = moved.Id, EmployerId = of.EmployerId, PersonId = of.PersonId, Reference = receipt.Reference };
        if (HeldReceipt.AccountOf(receipt) != Account.SuspenseUnidentified)
        {
            book.Add(Entry(receipt), HeldReceipt.From(receipt, moved.AmountMinor), Side.Credit(Account.SuspenseUnidentified, moved.AmountMinor, receipt.Currency));
        }

        book.Add(Entry(moved), [Side.Debit(Account.SuspenseUnidentified, moved.AmountMinor, receipt.Currency), .. To(moved, contributions)]);
    }

    private static IEnumerable<Side> To(Receipt moved, List<Contribution> contributions)
    {
        if (contributions is [var c, ..])
        {
            yield return Side.Credit(Account.ContributionIncome, moved.AllocatedMinor, moved.Currency) with { PersonId = moved.PersonId, Scheme = c.Scheme, Month = c.Month };
        }

        if (moved.DonorId is { } donor && moved.AllocatedMinor > 0)
        {
            yield return Side.Credit(Account.Donor, moved.AllocatedMinor, moved.Currency) with { DonorId = donor };
        }

        if (moved.HeldMinor > 0)
        {
            yield return Side.Credit(HeldReceipt.AccountOf(moved), moved.HeldMinor, moved.Currency) with { EmployerId = moved.EmployerId, PersonId = moved.PersonId };
        }
    }

    private async Task<Payee> PayeeAsync(Receipt receipt, AssignInput input, CancellationToken ct)
    {
        var number = string.Concat(input.To.Where(char.IsAsciiLetterOrDigit));
        var payee = (await payees.ByNumberAsync(number, ct)) ?? throw new Refused("receipt.payee-unknown", $"'{input.To}' is no payment reference, employer number, association number or registration number known here.", "to");
        if (payee.BillId is { } bill && await db.Set<Bill>().AnyAsync(b => b.Id == bill && (b.PaidOn != null || b.Currency != receipt.Currency), ct))
        {
            throw new Refused("bill.nothing-open", $"Bill {input.To} is paid, or in another currency.", "to");
        }

        if (payee.ListId is { } list && await db.Set<MemberList>().AnyAsync(l => l.Id == list && (l.WithdrawnAt != null || l.PaidMinor >= l.AmountMinor || l.Currency != receipt.Currency), ct))
        {
            throw new Refused("bill.nothing-open", $"Member list {input.To} is paid or withdrawn, or in another currency.", "to");
        }

        return (payee.AssociationId is { } a && a == receipt.AssociationId && receipt.PersonId is null) || (payee.EmployerId is { } e && e == receipt.EmployerId) || (payee.PersonId is { } p && p == receipt.PersonId)
            ? throw new Refused("receipt.payee-same", "The money is held for this payer already; it goes to the next bill by itself.", "to")
            : payee;
    }

    private async Task<string?> NameAsync((Guid? Employer, Guid? Person, Guid? Association) of, CancellationToken ct) =>
        of.Employer is { } employer ? await db.Set<EmployerCopy>().Where(e => e.EmployerId == employer).Select(e => e.Name).SingleOrDefaultAsync(ct)
        : of.Person is { } person ? await db.Set<WorkerCopy>().Where(w => w.PersonId == person).Select(w => w.Name).SingleOrDefaultAsync(ct)
        : of.Association is { } association ? await db.Set<AssociationCopy>().Where(a => a.AssociationId == association).Select(a => a.Name).SingleOrDefaultAsync(ct) : null;

    private static AssignInput Read(string payload) => JsonSerializer.Deserialize<AssignInput>(payload, SpmisJson.Options) ?? throw new InvalidOperationException("The proposal is empty.");
}
