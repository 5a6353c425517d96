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

/// <summary>The end of an action, as somebody enters it.</summary>
/// <param name="Action">The action, as it was recorded.</param>
/// <param name="EndedOn">The day the judgment became final, or the action was withdrawn.</param>
/// <param name="Outcome">How.</param>
/// <param name="Proof">The judgment's number, the order of the court.</param>
/// <param name="Corrects">It takes the place of an end on record; without day and outcome the action is pending still.</param>
public sealed record SuitEnd(long Action, DateOnly? EndedOn, SuitOutcome? Outcome, string? Proof, bool Corrects = false);

/// <summary>The end of an action, as it is put up for a second person.</summary>
public sealed record SuitEndInput
{
    public required SuitEnd End { get; init; }

    /// <summary>Who entered it.</summary>
    public required string EnteredBy { get; init; }

    /// <summary>The last day on which the bill can be claimed as the record stands; null while the action holds the period.</summary>
    public DateOnly? UntilBefore { get; init; }

    /// <summary>The same by this end.</summary>
    public DateOnly? UntilAfter { get; init; }
}

/// <summary>
/// Records how and when an action before a court ended. Until then it holds the period of limitation (so for one: France, Code civil, art. 2242, the interruption lasts until the proceedings end); from that day the period
/// runs anew, or goes on with what was left of it, as the package says. An end by which the debt has lapsed at once gives money up, and waits for a second person; so does the correction of an end on record.
/// </summary>
public sealed class EndSuit(ContributionsDb db, AllocateMoney allocation, Limitations limitations, KeepLapses lapses, FourEyes fourEyes) : IProposedAct, IAmountAtStake
{
    /// <summary>The act by which a debt lapses with the end of its action, or an end is corrected.</summary>
    public const string Act = "arrears.end-suit";

    /// <returns>The proposal by which it waits for a second person; null when it is on record.</returns>
    /// <exception cref="Refused">There is no such action, it ended already (or, to be corrected, has no end), the day lies ahead or before it was brought, or the proof is missing.</exception>
    public async Task<Proposal?> HandleAsync(SuitEnd end, Change change, CancellationToken ct)
    {
        end = end with { Proof = RelieveBill.Given(end.Proof, "endProof", "Name the proof: the judgment's number, the order of the court.", 400) };
        (string Subject, string Title, SuitEndInput Input)? waits = null;
        await db.WriteAsync(
            async () =>
            {
                var suit = await HeldAsync(end.Action, ct);
                Check(suit, end, change.Today);
                var (input, lapsesNow) = await WithLastDaysAsync(suit, new SuitEndInput { End = end, EnteredBy = change.Actor.Name }, change.Today, ct);
                if (end.Corrects || lapsesNow)
                {
                    waits = ($"{suit.EmployerId} {suit.Id.ToString(CultureInfo.InvariantCulture)}", $"{(end.Corrects ? "Correct the end of the action" : "End the action, by which the debt lapses,")} about bill {suit.Subject}", input);
                    return;
                }

                await RecordAsync(suit, input, change, ct);
            },
            ct);
        return waits is { } put ? await fourEyes.ProposeAsync(ContributionsModule.ModuleName, Act, put.Subject, put.Title, put.Input, change, ct) : null;
    }

    /// <inheritdoc />
    public async Task<IReadOnlyList<ShownField>> ShowAsync(string payload, CancellationToken ct)
    {
        var input = Read(payload);
        var suit = await FindAsync(db.Set<Reminder>().AsNoTracking(), input.End.Action, ct);
        return
        [
            new("Bill", null, $"{suit.Subject}, {suit.Number}, {suit.Month}, due {suit.DueOn:yyyy-MM-dd}"), new("Action", null, $"{suit.ServedHow}, {suit.ServedBy}, {suit.Proof}"), new("Brought on", null, $"{suit.ServedOn:yyyy-MM-dd}"),
            new("Ended on", Day(suit.EndedOn), Day(input.End.EndedOn)), new("How it ended", suit.Outcome?.ToString(), input.End.Outcome?.ToString()), new("Proof", suit.EndProof, input.End.Proof),
            new("Can be claimed until", Day(input.UntilBefore), Day(input.UntilAfter)), new("Entered by", suit.EndEnteredBy, input.EnteredBy),
        ];

        static string Day(DateOnly? day) => day is { } known ? $"{known:yyyy-MM-dd}" : "–";
    }

    /// <inheritdoc />
    public async Task<IReadOnlyList<Money>> AtStakeAsync(string payload, CancellationToken ct)
    {
        var suit = await FindAsync(db.Set<Reminder>().AsNoTracking(), Read(payload).End.Action, ct);
        return await limitations.AtStakeAsync(await BillAsync(suit, ct), ct);
    }

    /// <inheritdoc />
    public async Task ApplyAsync(string payload, Change change, CancellationToken ct)
    {
        var input = Read(payload);
        var suit = await HeldAsync(input.End.Action, ct);
        Check(suit, input.End, change.Today);
        await RecordAsync(suit, input, change, ct);
    }

    /// <summary>The action as it stands, its employer held: somebody else may have recorded the end meanwhile.</summary>
    private async Task<Reminder> HeldAsync(long action, CancellationToken ct)
    {
        var suit = await FindAsync(db.Set<Reminder>(), action, ct);
        await allocation.HoldAsync([suit.EmployerId ?? default], ct);
        await db.Entry(suit).ReloadAsync(ct);
        return suit;
    }

    private static void Check(Reminder suit, SuitEnd end, DateOnly today)
    {
        if (suit.EndedOn is { } ended && !end.Corrects)
        {
            throw new Refused("suit.ended", $"The action ended on {ended:yyyy-MM-dd}, as {suit.EndEnteredBy} recorded. If that is wrong, say that this corrects it; another person approves it.", "action");
        }

        if (suit.EndedOn is null && end.Corrects)
        {
            throw new Refused("suit.pending", "The action has no end on record that could be corrected; record its end.", "action");
        }

        if (end is { Corrects: true, EndedOn: null, Outcome: null })
        {
            return;
        }

        if (end.Outcome is not { } how || !Enum.IsDefined(how))
        {
            throw new Refused("suit.outcome", "Say how the action ended.", "outcome");
        }

        if (end.EndedOn is not { } on || on > today || on < suit.ServedOn)
        {
            throw new Refused("suit.day", $"Give the day on which the action ended: from {suit.ServedOn:yyyy-MM-dd}, when it was brought, and not ahead.", "endedOn");
        }
    }

    /// <summary>Until when the bill can be claimed before and after, and whether any debt of it, which can be claimed today, has lapsed by this end.</summary>
    private async Task<(SuitEndInput Input, bool LapsesNow)> WithLastDaysAsync(Reminder suit, SuitEndInput input, DateOnly today, CancellationToken ct)
    {
        var bill = await BillAsync(suit, ct);
        var debts = await limitations.DebtsAsync(bill, ct);
        var before = await limitations.OfAsync(debts, today, ct);
        var act = LimitationAct.Brought(bill, suit.ServedOn ?? default, input.End.EndedOn, input.End.Outcome == SuitOutcome.Dropped);
        var after = await limitations.WithAsync(debts, act, today, ct, inPlaceOf: suit.Id);
        return (input with { UntilBefore = before.GetValueOrDefault(bill)?.LapsesOn, UntilAfter = after.GetValueOrDefault(bill)?.LapsesOn }, debts.Any(d => after.TryGetValue(d.Id, out var now) && now.IsLapsed(today) && !before[d.Id].IsLapsed(today)));
    }

    private async Task RecordAsync(Reminder suit, SuitEndInput input, Change change, CancellationToken ct)
    {
        (suit.EndedOn, suit.Outcome, suit.EndProof, suit.EndEnteredBy) = (input.End.EndedOn, input.End.Outcome, input.End.Proof, input.EnteredBy); // Of an action pending still the proof says why its end was taken off.
        await db.SaveAsync(change, ct);
        await lapses.OfAsync(await BillAsync(suit, ct), change, ct);
    }

    private static async Task<Reminder> FindAsync(IQueryable<Reminder> reminders, long action, CancellationToken ct) =>
        await reminders.SingleOrDefaultAsync(r => r.Id == action && r.Kind == ReminderKind.CourtAction, ct) ?? throw new Refused("suit.unknown", $"There is no action {action} before a court.", "action");

    private Task<Guid> BillAsync(Reminder suit, CancellationToken ct) => db.Set<Bill>().Where(b => b.PaymentReference == suit.Subject).Select(b => b.Id).SingleAsync(ct);

    private static SuitEndInput Read(string payload) => JsonSerializer.Deserialize<SuitEndInput>(payload, SpmisJson.Options) ?? throw new InvalidOperationException("The proposal is empty.");
}
