using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Spmis.Contributions.Bills;
using Spmis.Contributions.Copies;
using Spmis.Contributions.Ledger;
using Spmis.Contributions.Receipts;
using Spmis.Contributions.Record;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Data;
using Spmis.Kernel.Proposals;
using Spmis.Values;

namespace Spmis.Contributions.Arrears;

/// <summary>What is to be waived or written off.</summary>
public sealed record ReliefInput
{
    public required ReliefKind Kind { get; init; }

    public required Guid BillId { get; init; }

    /// <summary>Minor units.</summary>
    public required long AmountMinor { get; init; }

    public required string Reason { get; init; }

    public required string LegalBasis { get; init; }

    /// <summary>Of a debt that lapsed: the last day on which it could be claimed.</summary>
    public DateOnly? LapsedOn { get; init; }
}

/// <summary>Waives interest, or writes a debt off, because it cannot be collected or because it lapsed by the law. One person prepares it, another approves. Months of a bill written off do not count as paid.</summary>
public sealed class RelieveBill(ContributionsDb db, AllocateMoney allocation, RecountBills recount, Limitations limitations, FourEyes fourEyes) : IProposedAct, IAmountAtStake
{
    /// <summary>The acts' names.</summary>
    public const string WaiveAct = "arrears.waive";
    public const string WriteOffAct = "arrears.write-off";
    public const string LapseAct = "arrears.lapse";
    internal const string WaiverAccount = "waiver";
    internal const string WriteOffAccount = "write-off";

    /// <summary>Puts it up for a second person.</summary>
    /// <param name="kind">Waiver or write-off.</param>
    /// <param name="reference">The bill's payment reference.</param>
    /// <param name="amount">How much, as 1234.50; blank for all that is open.</param>
    /// <param name="legalBasis">The article that allows it.</param>
    /// <param name="change">With the reason.</param>
    /// <param name="ct">Cancels.</param>
    /// <exception cref="Refused">The bill does not allow it, or it is more than is open.</exception>
    public async Task<Proposal> ProposeAsync(ReliefKind kind, string? reference, string? amount, string? legalBasis, Change change, CancellationToken ct)
    {
        var (reason, basis) = (Given(change.Reason, "reason", "Say why.", 1000), Given(legalBasis, "legalBasis", "Name the article of the law that allows it.", 400));
        var wanted = (reference ?? "").Trim();
        var bill = await db.Set<Bill>().AsNoTracking().SingleOrDefaultAsync(b => b.PaymentReference == wanted, ct) ?? throw new Refused("bill.unknown", $"There is no bill '{wanted}'.", "reference");
        var input = new ReliefInput { Kind = kind, BillId = bill.Id, AmountMinor = Amount(bill, amount), Reason = reason, LegalBasis = basis };
        Check(bill, input, change.Today);
        var word = kind == ReliefKind.Waiver ? "Waive" : "Write off";
        return await fourEyes.ProposeAsync(ContributionsModule.ModuleName, kind == ReliefKind.Waiver ? WaiveAct : WriteOffAct, bill.Id.ToString(), $"{word} {new Money(input.AmountMinor, Currency.Of(bill.Currency))} of bill {bill.PaymentReference}", input, change, ct);
    }

    /// <summary>Puts up what is open of a debt that lapsed by the law; the legal basis is the article of the package.</summary>
    /// <param name="reference">The bill's payment reference.</param>
    /// <param name="change">With the reason: why nothing was done in time.</param>
    /// <param name="ct">Cancels.</param>
    /// <exception cref="Refused">It has not lapsed, or nothing of it is open.</exception>
    public async Task<Proposal> ProposeLapseAsync(string? reference, Change change, CancellationToken ct)
    {
        var reason = Given(change.Reason, "reason", "Say why it was not collected in time.", 1000);
        var wanted = (reference ?? "").Trim();
        var bill = await db.Set<Bill>().AsNoTracking().SingleOrDefaultAsync(b => b.PaymentReference == wanted, ct) ?? throw new Refused("bill.unknown", $"There is no bill '{wanted}'.", "reference");
        var amount = Amount(bill, null);
        var lapsed = await LapsedAsync(bill, change.Today, ct);
        var input = new ReliefInput { Kind = ReliefKind.WriteOff, BillId = bill.Id, AmountMinor = amount, Reason = reason, LegalBasis = lapsed.Article ?? $"Limitation by the package of {bill.Scheme}", LapsedOn = lapsed.LapsesOn };
        return await fourEyes.ProposeAsync(ContributionsModule.ModuleName, LapseAct, bill.Id.ToString(), $"Write off {new Money(amount, Currency.Of(bill.Currency))} of bill {bill.PaymentReference}, lapsed on {lapsed.LapsesOn:yyyy-MM-dd}", input, change, ct);
    }

    /// <inheritdoc />
    public async Task<IReadOnlyList<ShownField>> ShowAsync(string payload, CancellationToken ct)
    {
        var input = Read(payload);
        var bill = await BillAsync(input.BillId, ct);
        var currency = Currency.Of(bill.Currency);
        var employer = await db.Set<EmployerCopy>().Where(e => e.EmployerId == bill.EmployerId).Select(e => e.Name).SingleOrDefaultAsync(ct);
        return
        [
            new("What", null, input.Kind == ReliefKind.Waiver ? "Waiver of interest" : input.LapsedOn is { } day ? $"Write-off of a debt that could be claimed until {day:yyyy-MM-dd}" : "Write-off"), new("Employer", null, $"{bill.EmployerNumber}, {employer}"), new("Bill", null, $"{bill.PaymentReference}, {bill.Month}, due {bill.DueOn:yyyy-MM-dd}"),
            new("Still open", new Money(bill.OpenMinor, currency).ToString(), new Money(bill.OpenMinor - input.AmountMinor, currency).ToString()), new("Amount", null, new Money(input.AmountMinor, currency).ToString()), new("Legal basis", null, input.LegalBasis), new("Because", null, input.Reason),
        ];
    }

    /// <inheritdoc />
    public async Task<IReadOnlyList<Money>> AtStakeAsync(string payload, CancellationToken ct)
    {
        // With what was waived or written off of the same bill before: a large sum is not made small by splitting it.
        var input = Read(payload);
        var bill = await BillAsync(input.BillId, ct);
        var before = await db.Set<Relief>().Where(r => r.BillId == bill.Id && r.Kind == input.Kind).SumAsync(r => r.AmountMinor, ct);
        return [new Money(checked(before + input.AmountMinor), Currency.Of(bill.Currency))];
    }

    /// <inheritdoc />
    public async Task ApplyAsync(string payload, Change change, CancellationToken ct)
    {
        var input = Read(payload);
        await allocation.HoldAsync([(await BillAsync(input.BillId, ct)).EmployerId], ct);
        var bill = await BillAsync(input.BillId, ct);
        Check(bill, input, change.Today);
        if (input.LapsedOn is { } claimedUntil && (await LapsedAsync(bill, change.Today, ct)).LapsesOn != claimedUntil)
        {
            throw new Refused("lapse.moved", "The period of limitation is reckoned otherwise now. Reject it and prepare it again.");
        }

        var waived = input.Kind == ReliefKind.Waiver;
        var relief = new Relief
        {
            Id = Guid.CreateVersion7(), Kind = input.Kind, BillId = bill.Id, EmployerId = bill.EmployerId, ReceiptId = Guid.CreateVersion7(), AmountMinor = input.AmountMinor, Currency = bill.Currency, Reason = input.Reason, LegalBasis = input.LegalBasis, LapsedOn = input.LapsedOn, ApprovedAt = change.Now, ApprovedBy = change.Actor.Name,
        };
        var credit = new Receipt
        {
            Id = relief.ReceiptId, Channel = Channel.Correction, Account = waived ? WaiverAccount : WriteOffAccount, Reference = relief.Id.ToString("N"), BookedOn = change.Today, AmountMinor = input.AmountMinor, Currency = bill.Currency, EmployerId = bill.EmployerId, NamedBillId = bill.Id,
            Text = $"{(waived ? "Waiver" : input.LapsedOn is null ? "Write-off" : "Lapse")} of bill {bill.PaymentReference}",
        };
        db.Add(relief);
        await db.SaveAsync(change, ct);
        await db.BulkInsertAsync([credit], ct);
        if (!waived)
        {
            await db.Set<Bill>().Where(b => b.Id == bill.Id).ExecuteUpdateAsync(s => s.SetProperty(b => b.WrittenOffMinor, b => b.WrittenOffMinor + input.AmountMinor), ct);
        }

        var book = new LedgerBook();
        book.Add(
            new Entry { Id = Guid.CreateVersion7(), Kind = waived ? EntryKind.Waiver : EntryKind.WriteOff, On = change.Today, MadeAt = change.Now, SubjectId = relief.Id, EmployerId = bill.EmployerId, Reference = bill.PaymentReference },
            Side.Debit(waived ? Account.InterestIncome : Account.WrittenOff, input.AmountMinor, bill.Currency) with { EmployerId = bill.EmployerId, Scheme = bill.Scheme, Month = bill.Month },
            Side.Credit(Account.SuspenseEmployer, input.AmountMinor, bill.Currency) with { EmployerId = bill.EmployerId });
        await book.WriteAsync(db, ct);
        await allocation.ForEmployersAsync([bill.EmployerId], change, ct);
        await recount.ForEmployerAsync(bill.EmployerId, change, ct);
    }

    /// <exception cref="Refused">It can be claimed still.</exception>
    private async Task<Limitation> LapsedAsync(Bill bill, DateOnly today, CancellationToken ct) => (await limitations.OfAsync([bill], today, ct)).GetValueOrDefault(bill.Id) switch
    {
        null => throw new Refused("lapse.never", $"By the package of {bill.Scheme} this debt does not lapse.", "reference"),
        { LapsesOn: null, Start: LimitationStart.Court } => throw new Refused("lapse.held", "An action before a court is pending; the debt does not lapse until it has ended.", "reference"),
        { LapsesOn: null } => throw new Refused("lapse.held", "An agreement on instalments runs; the debt does not lapse while it is kept.", "reference"),
        var l when !l.IsLapsed(today) => throw new Refused("lapse.not-yet", $"The debt can be claimed until {l.LapsesOn:yyyy-MM-dd}.", "reference"),
        var l => l,
    };

    private static void Check(Bill bill, ReliefInput input, DateOnly today)
    {
        if (input.Kind == ReliefKind.Waiver && bill.Kind != BillKind.Interest)
        {
            throw new Refused("waiver.not-interest", "Only interest and penalties are waived. A contribution that cannot be collected is written off; one that is not due is corrected.", "reference");
        }

        if (input.Kind == ReliefKind.WriteOff && bill.DueOn >= today)
        {
            throw new Refused("write-off.not-overdue", $"The bill is due on {bill.DueOn:yyyy-MM-dd}; what is not overdue is not written off.", "reference");
        }

        if (input.AmountMinor > bill.OpenMinor)
        {
            throw new Refused("amount.above-open", $"Only {new Money(bill.OpenMinor, Currency.Of(bill.Currency))} of the bill is open.", "amount");
        }
    }

    private static long Amount(Bill bill, string? text)
    {
        if (bill.OpenMinor <= 0)
        {
            throw new Refused("bill.nothing-open", $"Nothing of bill {bill.PaymentReference} is open.", "reference");
        }

        if (string.IsNullOrWhiteSpace(text))
        {
            return bill.OpenMinor;
        }

        return !Money.TryParse(text.Trim(), Currency.Of(bill.Currency), out var money, out var problem) ? throw new Refused("amount.form", problem ?? "The amount cannot be read.", "amount")
            : money.Minor > 0 ? money.Minor : throw new Refused("amount.zero", "Write an amount above zero.", "amount");
    }

    internal static string Given(string? text, string field, string ask, int most) => text?.Trim() is not { Length: > 0 } given ? throw new Refused("value.missing", ask, field)
        : given.Length <= most ? given : throw new Refused("value.too-long", $"Write at most {most} characters.", field);

    private async Task<Bill> BillAsync(Guid id, CancellationToken ct) => await db.Set<Bill>().AsNoTracking().SingleOrDefaultAsync(b => b.Id == id, ct) ?? throw new Refused("bill.unknown", "There is no such bill.");

    private static ReliefInput Read(string payload) => JsonSerializer.Deserialize<ReliefInput>(payload, SpmisJson.Options) ?? throw new InvalidOperationException("The proposal is empty.");
}
