using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Spmis.Contributions.Reminders;
using Spmis.Kernel.Access;
using Spmis.Kernel.Api;

namespace Spmis.Contributions.Api;

/// <summary>A reminder as the API gives it. Amounts are plain decimals; null where nothing is billed.</summary>
public sealed record ReminderAnswer(long Id, string Kind, int Step, string Number, string Name, string Scheme, string Month, string? PaymentReference, string? Amount, string Currency, DateOnly DueOn, DateOnly MadeOn, DateOnly? ServedOn, string? ServedHow, string? ServedBy, string? Proof)
{
    internal static ReminderAnswer Of(ReminderRow x)
    {
        var r = x.Reminder;
        return new(r.Id, r.Kind.ToString(), r.Step, r.Number, x.Name, r.Scheme, r.Month.ToString(), r.PaymentReference, r.AmountMinor == 0 ? null : x.Amount.ToPlain(), r.Currency, r.DueOn, r.MadeOn, r.ServedOn, r.ServedHow, r.ServedBy, r.Proof);
    }
}

/// <summary>Proof of service of a formal notice, or of an action before a court (kind CourtAction: the court and its file number are how and proof).</summary>
public sealed record NoticeBody(ReminderKind? Kind, DateOnly? ServedOn, string? ServedHow, string? ServedBy, string? Proof, string? Reason);

/// <summary>Endpoints for reminders and formal notices.</summary>
internal static class RemindersApi
{
    private const int Most = 500;

    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/reminders", async (FindReminders act, ReminderKind? kind, long? after, CancellationToken ct) => (await act.ListAsync(kind, after ?? 0, Most, ct)).Select(ReminderAnswer.Of)).Reads(May.ReadArrears).WithSummary("Open reminders and formal notices behind one, the oldest first; at most 500.");
        api.MapPost("/bills/{reference}/notices", async (ServeNotice act, CurrentActor actor, string reference, NoticeBody body, CancellationToken ct) => new { id = await act.HandleAsync(body.Kind ?? ReminderKind.FormalNotice, reference, body.ServedOn, body.ServedHow, body.ServedBy, body.Proof, actor.Change("notices.serve", body.Reason), ct) })
            .Writes(ContributionsModule.ModuleName, May.PrepareArrears).WithSummary("Record that a formal notice of an overdue bill was served, or an action brought before a court, with its proof.");
    }
}
