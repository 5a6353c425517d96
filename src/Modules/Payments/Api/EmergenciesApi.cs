using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Spmis.Kernel.Access;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Api;
using Spmis.Kernel.Proposals;
using Spmis.Kernel.Runs;
using Spmis.Payments.Emergencies;
using Spmis.Values;

namespace Spmis.Payments.Api;

/// <summary>An event to open; the ceiling in major units.</summary>
public sealed record EventRequest(string? Code, string? Name, string? Currency, decimal Ceiling, int WithinDays, string? ExcludedSchemes);

/// <summary>An emergency event.</summary>
public sealed record EventView(long Id, string Code, string Name, string Currency, long CeilingMinor, long CommittedMinor, int WithinDays, string ExcludedSchemes, DateTime OpenedAt);

/// <summary>A list of an event.</summary>
public sealed record EmergencyListView(long Id, string Name, string Month, DateOnly ValueDate, string State, long ToPay, long TotalMinor, long Held, long Refused, long RunId, Guid? CycleId, string StartedBy, string? ApprovedBy)
{
    internal static EmergencyListView Of(EmergencyList l) => new(l.Id, l.Name, l.Month.ToString(), l.ValueDate, l.State, l.ToPay, l.TotalMinor, l.Held, l.Refused, l.RunId, l.CycleId, l.StartedBy, l.ApprovedBy);
}

internal static class EmergenciesApi
{
    private static readonly string[] Acts = [OpenEvent.Act, ApproveList.Act];

    public static void Map(RouteGroupBuilder api)
    {
        const string module = PaymentsModule.ModuleName;
        api.MapGet("/emergencies", ListAsync).Reads("payments.read-nation").WithSummary("Emergency events with ceiling and what approved lists cost, newest first");
        api.MapPost("/emergencies", OpenAsync).Writes(module, "payments.propose-emergencies").WithSummary("Proposes an emergency event; another person approves it");
        api.MapGet("/emergencies/{code}/lists", ListsAsync).Reads("payments.read-nation").WithSummary("Lists of an event, newest first");
        api.MapPost("/emergencies/{code}/lists", CheckAsync).Writes(module, "payments.propose-emergencies").WithSummary("Takes in a list (CSV body, or scheme=...) and checks it line by line; nothing is paid by it");
        api.MapGet("/emergencies/lists/{id:long}", OneAsync).Reads("payments.read-nation").WithSummary("A list");
        api.MapGet("/emergencies/lists/{id:long}/lines", LinesAsync).Reads("payments.read-nation").WithSummary("The verdict on each line, or only those accepted, noted (held) or refused");
        api.MapPost("/emergencies/lists/{id:long}/submit", SubmitAsync).Writes(module, "payments.propose-emergencies").WithSummary("Puts a checked list up for approval by another person");
        api.MapPost("/emergencies/lists/{id:long}/cancel", CancelAsync).Writes(module, "payments.propose-emergencies").WithSummary("Gives up a list before it is approved");
        api.MapPost("/emergencies/approvals/{id:long}", DecideAsync).Writes(module, "payments.emergencies").WithSummary("Approves or rejects an event or list that somebody else proposed");
    }

    private static async Task<Page<EventView>> ListAsync(PaymentsDb db, long? after, int? limit, CancellationToken ct)
    {
        var take = Paging.Limit(limit);
        var before = after ?? long.MaxValue;
        var found = await db.EmergencyEvents.AsNoTracking().Where(e => e.Id < before).OrderByDescending(e => e.Id).Take(take + 1).ToListAsync(ct);
        return Paging.Cut([.. found.Select(e => new EventView(e.Id, e.Code, e.Name, e.Currency, e.CeilingMinor, e.CommittedMinor, e.WithinDays, e.ExcludedSchemes, e.OpenedAt))], take, e => e.Id);
    }

    private static async Task<WaitingView> OpenAsync(EventRequest r, OpenEvent act, CurrentActor current, CancellationToken ct) => AgenciesApi.Of(await act.ProposeAsync(
        new NewEvent { Code = r.Code ?? "", Name = r.Name ?? "", Currency = r.Currency ?? "", Ceiling = r.Ceiling, WithinDays = r.WithinDays, ExcludedSchemes = r.ExcludedSchemes }, current.Change("payments.propose-emergency"), ct));

    private static async Task<Page<EmergencyListView>> ListsAsync(string code, PaymentsDb db, long? after, int? limit, CancellationToken ct)
    {
        var take = Paging.Limit(limit);
        var before = after ?? long.MaxValue;
        var found = await db.EmergencyLists.AsNoTracking().Where(l => l.Id < before && db.EmergencyEvents.Any(e => e.Id == l.EventId && e.Code == code)).OrderByDescending(l => l.Id).Take(take + 1).ToListAsync(ct);
        return Paging.Cut([.. found.Select(EmergencyListView.Of)], take, l => l.Id);
    }

    private static async Task<Created> CheckAsync(string code, string? name, string? month, DateOnly? valueDate, decimal? amount, string? scheme, HttpRequest request, CheckList act, CurrentActor current, CancellationToken ct)
    {
        var of = Month.TryParse(month ?? "", out var read) ? read : throw new Refused("month.form", $"'{month}' is no month; write year and month as 2026-03.", "month");
        var list = await act.HandleAsync(
            new NewEmergencyList { Event = code, Name = name ?? "", Month = of, ValueDate = valueDate ?? throw new Refused("emergency.value", "Name the value date.", "valueDate"), Flat = amount, Content = scheme is null ? request.Body : null, FromScheme = scheme },
            current.Change("payments.check-emergency"), ct);
        return new($"/api/payments/emergencies/lists/{list.Id}", EmergencyListView.Of(list));
    }

    private static async Task<EmergencyListView> OneAsync(long id, PaymentsDb db, CancellationToken ct) =>
        EmergencyListView.Of(await db.EmergencyLists.AsNoTracking().SingleOrDefaultAsync(l => l.Id == id, ct) ?? throw new Refused("emergency.list-unknown", "There is no such list."));

    private static async Task<Page<RunLine>> LinesAsync(long id, PaymentsDb db, PersonsShown shown, IdentifierMask mask, long? after, string? verdict, int? limit, CancellationToken ct)
    {
        var (take, from, list) = (Paging.Limit(limit), after ?? -1, await OneAsync(id, db, ct));
        var found = await db.RunLines.AsNoTracking().Where(l => l.RunId == list.RunId && l.Line > from && l.Part == 0 && (verdict == null || l.Verdict == verdict)).OrderBy(l => l.Line).Take(take + 1).ToListAsync(ct);
        shown.Add(found.Take(take).Select(l => l.Number));
        return Paging.Cut([.. await mask.LinesAsync(found)], take, l => l.Line);
    }

    private static async Task<WaitingView> SubmitAsync(long id, ApproveList act, CurrentActor current, CancellationToken ct) => AgenciesApi.Of(await act.ProposeAsync(id, current.Change("payments.propose-emergency"), ct));

    private static async Task<EmergencyListView> CancelAsync(long id, ReasonRequest why, CheckList act, PaymentsDb db, CurrentActor current, CancellationToken ct)
    {
        await act.CancelAsync(id, current.Change("payments.cancel-emergency", why.Reason), ct);
        return await OneAsync(id, db, ct);
    }

    private static Task<DecisionView> DecideAsync(long id, DecisionRequest how, PaymentsDb db, FourEyes fourEyes, CurrentActor current, CancellationToken ct) => AgenciesApi.DecideOneOfAsync(id, how, Acts, db, fourEyes, current, ct);
}
