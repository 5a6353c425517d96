using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Spmis.Contributions.Reminders;
using Spmis.Kernel.Access;
using Spmis.Kernel.Api;

namespace Spmis.Contributions.Api;

/// <summary>A reminder as the API gives it. Amounts are plain decimals; null where nothing is billed.</summary>
public sealed record ReminderAnswer(long Id, string Kind, int Step, string Number, string Name, string Scheme, string Month, string? PaymentReference, string? Amount, string Currency, DateOnly DueOn, DateOnly MadeOn, DateOnly? ServedOn, string? ServedHow, string? ServedBy, string? Proof, DateOnly? EndedOn, SuitOutcome? Outcome)
{
    internal static ReminderAnswer Of(ReminderRow x)
    {
        var r = x.Reminder;
        return new(r.Id, r.Kind.ToString(), r.Step, r.Number, x.Name, r.Scheme, r.Month.ToString(), r.PaymentReference, r.AmountMinor == 0 ? null : x.Amount.ToPlain(), r.Currency, r.DueOn, r.MadeOn, r.ServedOn, r.ServedHow, r.ServedBy, r.Proof, r.EndedOn, r.Outcome);
    }
}

/// <summary>Proof of service of a formal notice, or of an action before a court (kind CourtAction: the court and its file number are how and proof).</summary>
public sealed record NoticeBody(ReminderKind? Kind, DateOnly? ServedOn, string? ServedHow, string? ServedBy, string? Proof, string? Reason);

/// <summary>What came of recording a notice, or the end of an action: its number, or the proposal by which it waits for a second person, because a debt would live again or lapse by it.</summary>
public sealed record NoticeAnswer(long? Id, PreparedAnswer? Proposal);

/// <summary>The end of an action before a court: the day, Decided or Dropped (withdrawn, let lie, rejected), and the proof. Corrects says that it takes the place of an end on record; then without day and outcome the action is pending still.</summary>
public sealed record SuitEndBody(DateOnly? EndedOn, SuitOutcome? Outcome, string? Proof, string? Reason, bool Corrects = false);

/// <summary>Endpoints for reminders and formal notices.</summary>
internal static class RemindersApi
{
    private const int Most = 500;

    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/reminders", async (FindReminders act, ReminderKind? kind, long? after, CancellationToken ct) => (await act.ListAsync(kind, after ?? 0, Most, ct)).Select(ReminderAnswer.Of)).Reads(May.ReadArrears).WithSummary("Open reminders and formal notices behind one, the oldest first; at most 500.");
        api.MapPost("/bills/{reference}/notices", async (ServeNotice act, CurrentActor actor, string reference, NoticeBody body, CancellationToken ct) =>
        {
            var taken = await act.HandleAsync(body.Kind ?? ReminderKind.FormalNotice, reference, body.ServedOn, body.ServedHow, body.ServedBy, body.Proof, actor.Change("notices.serve", body.Reason), ct);
            return new NoticeAnswer(taken.Id, taken.Proposal is { } waits ? PreparedAnswer.Of(waits) : null);
        }).Writes(ContributionsModule.ModuleName, May.PrepareArrears).WithSummary("Record that a formal notice of an overdue bill was served, or an action brought before a court, with its proof. Where a debt that has lapsed would live again by it, another person approves it.");
        api.MapPost("/notices/{id:long}/end", async (EndSuit act, CurrentActor actor, long id, SuitEndBody body, CancellationToken ct) =>
        {
            var waits = await act.HandleAsync(new SuitEnd(id, body.EndedOn, body.Outcome, body.Proof, body.Corrects), actor.Change("suits.end", body.Reason), ct);
            return new NoticeAnswer(waits is null ? id : null, waits is null ? null : PreparedAnswer.Of(waits));
        }).Writes(ContributionsModule.ModuleName, May.PrepareArrears).WithSummary("Record how an action before a court ended; until then it holds the period in which the debt can be claimed. Where the debt has lapsed by it, and where it corrects an end on record, another person approves it.");
    }
}
