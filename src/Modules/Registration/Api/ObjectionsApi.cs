using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Spmis.Kernel.Access;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Api;
using Spmis.Registration.Objections;

namespace Spmis.Registration.Api;

/// <summary>An objection to a use of the data.</summary>
/// <param name="Purpose">research, photograph, contributions, benefits, payments, comparison or statistics.</param>
/// <param name="Reason">Why, in the person's words.</param>
/// <param name="ReceivedOn">The day it came in; today when empty.</param>
/// <param name="Evidence">The letter or form; needed at the desk.</param>
public sealed record ObjectionBody(string? Purpose, string? Reason, DateOnly? ReceivedOn = null, string? Evidence = null);

/// <summary>An objection as the API gives it. State: waiting, upheld, rejected or withdrawn.</summary>
public sealed record ObjectionView(Guid Id, string? Person, string Purpose, string Reason, string? Evidence, bool ByThePerson, DateOnly ReceivedOn, DateOnly DueOn, string State, string? Ground, string? Answer, DateTime? DecidedAt, DateOnly? StoppedOn)
{
    internal static ObjectionView Of(Objection o, string? person = null) => new(o.Id, person, o.Purpose, o.Reason, o.Evidence, o.ByThePerson, o.ReceivedOn, o.DueOn, o.State, o.Ground, o.Answer, o.DecidedAt, o.StoppedOn);
}

/// <summary>Id of an objection.</summary>
public sealed record ObjectionId(Guid Id);

/// <summary>Endpoints for objections: of the office, and of a program that acts for a person.</summary>
internal static class ObjectionsApi
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/objections", async (ReadObjections act, string? state, Guid? after, int? limit, CancellationToken ct) => (await act.HandleAsync(IsOpen(state), after, Math.Min(limit ?? 25, ReadObjections.MostLines), ct)).Select(l => ObjectionView.Of(l.Objection, l.Number)))
            .Reads(May.ReadObjections).WithSummary("Objections: those that wait (state=waiting, the longest due first), or those settled (state=settled).");
        api.MapGet("/objections/{id:guid}", async (ReadObjections act, Guid id, CancellationToken ct) => await act.OneAsync(id, ct) is var line ? ObjectionView.Of(line.Objection, line.Number) : null).Reads(May.ReadObjections).WithSummary("An objection.");
        api.MapPost("/objections/{id:guid}/decision", async (DecideObjection act, CurrentActor actor, Guid id, ObjectionAnswer body, CancellationToken ct) =>
        {
            await act.HandleAsync(id, body, actor.Change("objections.decide"), ct);
            return new ObjectionId(id);
        }).Writes(RegistrationModule.ModuleName, May.DecideObjections).WithSummary("Answer an objection: upheld, or rejected with the legal ground.");
        api.MapPost("/persons/{number}/objections", (FileObjection act, CurrentActor actor, string number, ObjectionBody body, CancellationToken ct) => FileAsync(act, actor, number, body, ct))
            .Writes(RegistrationModule.ModuleName, May.RecordFacts).WithSummary("Take in at the desk that a person objects to a use of the data.");
        api.MapPost("/persons/{number}/objections/{id:guid}/withdrawal", (FileObjection act, CurrentActor actor, string number, Guid id, CancellationToken ct) => WithdrawAsync(act, actor, number, id, ct))
            .Writes(RegistrationModule.ModuleName, May.RecordFacts).WithSummary("Record at the desk that a person takes an objection back.");
        api.MapGet("/me/objections", async (ReadObjections act, CurrentActor current, CancellationToken ct) => (await act.OfAsync(current.Actor.OwnNumber(), ct)).Select(o => ObjectionView.Of(o))).Reads(May.ReadOwn).WithSummary("The own objections with what was answered.");
        api.MapPost("/me/objections", (FileObjection act, CurrentActor current, ObjectionBody body, CancellationToken ct) => FileAsync(act, current, current.Actor.OwnNumber(), body with { ReceivedOn = null, Evidence = null }, ct))
            .Writes(RegistrationModule.ModuleName, May.ReadOwn).WithSummary("Object to a use of the own data.");
        api.MapPost("/me/objections/{id:guid}/withdrawal", (FileObjection act, CurrentActor current, Guid id, CancellationToken ct) => WithdrawAsync(act, current, current.Actor.OwnNumber(), id, ct))
            .Writes(RegistrationModule.ModuleName, May.ReadOwn).WithSummary("Take an own objection back.");
    }

    private static bool IsOpen(string? state) => state switch
    {
        null or "" or "waiting" => true,
        "settled" => false,
        _ => throw new Refused("objection.state", $"'{state}' is no state of a list; use waiting or settled.", "state"),
    };

    private static async Task<ObjectionId> FileAsync(FileObjection act, CurrentActor actor, string number, ObjectionBody body, CancellationToken ct)
    {
        var change = actor.Change("objections.file", body.Reason, body.Evidence);
        return new ObjectionId(await act.HandleAsync(number, body.Purpose, body.ReceivedOn ?? change.Today, change, ct));
    }

    private static async Task<ObjectionId> WithdrawAsync(FileObjection act, CurrentActor actor, string number, Guid id, CancellationToken ct)
    {
        await act.WithdrawAsync(number, id, actor.Change("objections.withdraw"), ct);
        return new ObjectionId(id);
    }
}
