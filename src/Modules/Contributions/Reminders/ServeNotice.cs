using System.Globalization;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Spmis.Contributions.Arrears;
using Spmis.Contributions.Bills;
using Spmis.Contributions.Receipts;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Data;
using Spmis.Kernel.Proposals;
using Spmis.Values;

namespace Spmis.Contributions.Reminders;

/// <summary>What was served or brought, as it is put up for a second person.</summary>
public sealed record NoticeInput
{
    public required ReminderKind Kind { get; init; }

    public required Guid BillId { get; init; }

    public required DateOnly ServedOn { get; init; }

    public required string ServedHow { get; init; }

    public required string ServedBy { get; init; }

    public required string Proof { get; init; }

    /// <summary>Who entered it.</summary>
    public required string EnteredBy { get; init; }

    /// <summary>The last day on which the debt that would live again could be claimed.</summary>
    public DateOnly? LapsedOn { get; init; }
}

/// <summary>A notice on record, or the proposal by which it waits for a second person.</summary>
/// <param name="Id">The notice; null while it waits.</param>
/// <param name="Proposal">The proposal; null when none was needed.</param>
public sealed record NoticeTaken(long? Id, Proposal? Proposal);

/// <summary>
/// Records that a formal notice of an overdue bill was served, or an action for it brought before a court: on which day, by what, by whom, with which proof. What was served is never changed; a mistake is followed by another entry.
/// A day so far back that a debt which has lapsed would live again by it is a decision over money: it waits for a second person.
/// </summary>
public sealed class ServeNotice(ContributionsDb db, AllocateMoney allocation, Limitations limitations, KeepLapses lapses, FourEyes fourEyes) : IProposedAct, IAmountAtStake
{
    /// <summary>The act by which a lapsed debt lives again.</summary>
    public const string ReviveAct = "arrears.revive";

    /// <exception cref="Refused">The bill is not overdue, the day lies ahead or before the due day, or the proof is missing.</exception>
    public async Task<NoticeTaken> HandleAsync(ReminderKind kind, string reference, DateOnly? servedOn, string? how, string? by, string? proof, Change change, CancellationToken ct)
    {
        if (kind is not (ReminderKind.FormalNotice or ReminderKind.CourtAction))
        {
            throw new Refused("notice.kind", "It is a formal notice or an action before a court.", "kind");
        }

        var bill = await db.Set<Bill>().AsNoTracking().SingleOrDefaultAsync(b => b.PaymentReference == reference, ct) ?? throw new Refused("bill.unknown", $"There is no bill {reference}.", "bill");
        if (servedOn is not { } on || on > change.Today || on <= bill.DueOn)
        {
            throw new Refused("notice.day", "Give the day on which the notice was served: after the bill was due, and not ahead.", "servedOn");
        }

        var input = new NoticeInput
        {
            Kind = kind, BillId = bill.Id, ServedOn = on, EnteredBy = change.Actor.Name, ServedHow = RelieveBill.Given(how, "servedHow", "Say how it was served.", 200),
            ServedBy = RelieveBill.Given(by, "servedBy", "Say who served it.", 200), Proof = RelieveBill.Given(proof, "proof", "Name the proof: the receipt signed, the post's number, the bailiff's record.", 400),
        };
        Reminder? made = null;
        await db.WriteAsync(
            async () =>
            {
                var open = await HeldAsync(input, ct);
                input = input with { LapsedOn = await RevivesAsync(open, input, change.Today, ct) };
                made = input.LapsedOn is null ? await RecordAsync(open, input, change, ct) : null;
            },
            ct);
        return made is null
            ? new NoticeTaken(null, await fourEyes.ProposeAsync(ContributionsModule.ModuleName, ReviveAct, bill.Id.ToString(), string.Create(CultureInfo.InvariantCulture, $"Let lapsed bill {reference} live again by what was served on {on:yyyy-MM-dd}"), input, change, ct))
            : new NoticeTaken(made.Id, null);
    }

    /// <inheritdoc />
    public async Task<IReadOnlyList<ShownField>> ShowAsync(string payload, CancellationToken ct)
    {
        var input = Read(payload);
        var bill = await BillAsync(input.BillId, ct);
        return
        [
            new("What", null, input.Kind == ReminderKind.CourtAction ? "Action before a court" : "Formal notice"), new("Bill", null, $"{bill.PaymentReference}, {bill.EmployerNumber}, {bill.Month}, due {bill.DueOn:yyyy-MM-dd}"),
            new("Could be claimed until", $"{input.LapsedOn:yyyy-MM-dd}", "Longer"), new("Served or brought on", null, $"{input.ServedOn:yyyy-MM-dd}"), new("By what", null, input.ServedHow), new("By whom", null, input.ServedBy), new("Proof", null, input.Proof), new("Entered by", null, input.EnteredBy),
        ];
    }

    /// <inheritdoc />
    public async Task<IReadOnlyList<Money>> AtStakeAsync(string payload, CancellationToken ct) => await limitations.AtStakeAsync(Read(payload).BillId, ct);

    /// <inheritdoc />
    public async Task ApplyAsync(string payload, Change change, CancellationToken ct)
    {
        var input = Read(payload);
        await RecordAsync(await HeldAsync(input, ct), input, change, ct);
    }

    /// <summary>The bill as it stands, held against payments.</summary>
    private async Task<Bill> HeldAsync(NoticeInput input, CancellationToken ct)
    {
        await allocation.HoldAsync([(await BillAsync(input.BillId, ct)).EmployerId], ct);
        var bill = await BillAsync(input.BillId, ct);
        return bill.PaidOn is null ? bill : throw new Refused("bill.nothing-open", $"Bill {bill.PaymentReference} is paid.", "bill");
    }

    /// <summary>Until when a debt, of the bill and the interest on it, could be claimed that has lapsed and would live again; null when there is none.</summary>
    private async Task<DateOnly?> RevivesAsync(Bill bill, NoticeInput input, DateOnly today, CancellationToken ct)
    {
        var debts = await limitations.DebtsAsync(bill.Id, ct);
        var before = await limitations.OfAsync(debts, today, ct);
        var act = input.Kind == ReminderKind.CourtAction ? LimitationAct.Brought(bill.Id, input.ServedOn, null, dropped: false) : LimitationAct.Served(bill.Id, input.ServedOn);
        var after = await limitations.WithAsync(debts, act, today, ct);
        return debts.Where(d => before.TryGetValue(d.Id, out var was) && was.IsLapsed(today) && !after[d.Id].IsLapsed(today)).Select(d => before[d.Id].LapsesOn).FirstOrDefault();
    }

    private async Task<Reminder> RecordAsync(Bill bill, NoticeInput input, Change change, CancellationToken ct)
    {
        var made = new Reminder
        {
            Kind = input.Kind, Subject = bill.PaymentReference, Step = await db.Set<Reminder>().CountAsync(r => r.Kind == input.Kind && r.Subject == bill.PaymentReference, ct) + 1, EmployerId = bill.EmployerId, Number = bill.EmployerNumber, Scheme = bill.Scheme, Month = bill.Month,
            PaymentReference = bill.PaymentReference, AmountMinor = bill.OpenMinor, Currency = bill.Currency, DueOn = bill.DueOn, MadeOn = change.Today, ServedOn = input.ServedOn, ServedHow = input.ServedHow, ServedBy = input.ServedBy, Proof = input.Proof, EnteredBy = input.EnteredBy,
        };
        db.Add(made);
        await db.SaveAsync(change, ct);
        await lapses.OfAsync(bill.Id, change, ct);
        return made;
    }

    private async Task<Bill> BillAsync(Guid id, CancellationToken ct) => await db.Set<Bill>().AsNoTracking().SingleOrDefaultAsync(b => b.Id == id, ct) ?? throw new Refused("bill.unknown", "There is no such bill.", "bill");

    private static NoticeInput Read(string payload) => JsonSerializer.Deserialize<NoticeInput>(payload, SpmisJson.Options) ?? throw new InvalidOperationException("The proposal is empty.");
}
