using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Spmis.Kernel.Access;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Api;
using Spmis.Registration.Cards;
using Spmis.Registration.Changes;
using Spmis.Registration.Persons;

namespace Spmis.Registration.Api;

/// <summary>A request to change a person.</summary>
/// <param name="Kind">name, birth-date, sex, identifiers or address.</param>
/// <param name="Details">The details of that kind as they should be.</param>
/// <param name="Reason">Why.</param>
/// <param name="Evidence">The certificate.</param>
public sealed record ChangeBody(string? Kind, PersonBody? Details, string? Reason, string? Evidence);

/// <summary>What became of a request: applied, or waiting under a number.</summary>
public sealed record ChangeAnswer(bool Applied, long? Proposal);

/// <summary>A request as the API gives it.</summary>
public sealed record ChangeLine(long Proposal, string Title, string RequestedBy, DateTime RequestedAt, string State, string? DecidedBy, DateTime? DecidedAt);

/// <summary>A card as the API gives it.</summary>
public sealed record CardAnswer(string Serial, DateOnly IssuedOn, DateOnly ValidUntil, DateTime? VoidedAt, string? VoidedFor, string Payload)
{
    internal static CardAnswer Of(Card c) => new(c.Serial, c.IssuedOn, c.ValidUntil, c.VoidedAt, c.VoidedFor?.ToString().ToLowerInvariant(), c.Payload);
}

/// <summary>Why a card is replaced.</summary>
/// <param name="Reason">lost, damaged or corrected.</param>
public sealed record ReplacementBody(string? Reason);

/// <summary>A day to confirm by.</summary>
/// <param name="DueOn">The day.</param>
/// <param name="Reason">Why.</param>
/// <param name="Area">Code or name path; for a whole area.</param>
public sealed record DueBody(DateOnly DueOn, string? Reason, string? Area = null);

/// <summary>A confirmation.</summary>
/// <param name="Evidence">Visit or papers.</param>
public sealed record ConfirmBody(string? Evidence);

/// <summary>Endpoints for change requests, recertification and cards.</summary>
internal static class ChangesApi
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapPost("/persons/{number}/changes", async (RequestChange act, CurrentActor actor, string number, ChangeBody body, CancellationToken ct) =>
        {
            var kind = PersonBody.Choose(nameof(body.Kind), body.Kind, ChangeKinds.Words) ?? throw new Refused("change.kind", $"Say what is to change: {string.Join(", ", ChangeKinds.Words.Keys)}.", nameof(body.Kind));
            var asked = await act.HandleAsync(number, kind, (body.Details ?? new PersonBody()).ToInput(), actor.Change("persons.change.request", body.Reason, body.Evidence), ct);
            return new ChangeAnswer(asked.Proposal is null, asked.Proposal);
        }).Writes(RegistrationModule.ModuleName, May.CorrectPersons).WithSummary("Ask for a change of a person on evidence; applied at once, or by a second person where the setting says so.");
        api.MapGet("/persons/{number}/changes", async (RequestChange act, string number, CancellationToken ct) =>
            (await act.OfAsync(number, ct)).Select(p => new ChangeLine(p.Id, p.Title, p.PreparedBy, p.PreparedAt, p.DecidedAt is null ? "waiting" : p.Approved == true ? "approved" : "rejected", p.DecidedBy, p.DecidedAt)))
            .Reads(May.ReadPersons).WithSummary("Change requests of a person that needed a second one.");
        api.MapPost("/persons/{number}/recertification", async (Recertify act, CurrentActor actor, string number, ConfirmBody body, CancellationToken ct) =>
        {
            await act.ConfirmAsync(number, actor.Change("recertifications.confirm", evidence: body.Evidence), ct);
            return new NumberAnswer(RegistrationDb.Digits(number));
        }).Writes(RegistrationModule.ModuleName, May.CorrectPersons).WithSummary("Record that a person's details were confirmed.");
        api.MapPut("/persons/{number}/recertification", async (Recertify act, CurrentActor actor, string number, DueBody body, CancellationToken ct) =>
        {
            await act.SetAsync(number, body.DueOn, actor.Change("recertifications.set", body.Reason), ct);
            return new NumberAnswer(RegistrationDb.Digits(number));
        }).Writes(RegistrationModule.ModuleName, May.CorrectPersons).WithSummary("Set the day by which a person's details are to be confirmed.");
        api.MapPost("/recertifications", async (Recertify act, CurrentActor actor, DueBody body, CancellationToken ct) => new CarriedAnswer(await act.SetForAreaAsync(body.Area, body.DueOn, actor.Change("recertifications.set", body.Reason), ct)))
            .Writes(RegistrationModule.ModuleName, May.ManageAreas).WithSummary("Set the day for everybody who lives in an area; a run.");
        api.MapGet("/recertifications", async (Recertify act, CurrentActor actor, string? area, DateOnly? by, CancellationToken ct) => await act.DueAsync(area, by ?? actor.Change("check").Today, actor.Change("check").Today, ct))
            .Reads(May.ReadPersons).WithSummary("Who is due by a day, the longest due first, a hundred at most.");
        api.MapGet("/persons/{number}/cards", async (ReadPerson persons, ReadCards act, string number, CancellationToken ct) => (await act.OfAsync((await persons.HandleAsync(number, ct)).Person, ct)).Select(CardAnswer.Of)).Reads(May.IssueCards).WithSummary("A person's cards, the latest first.");
        api.MapPost("/persons/{number}/cards", async (IssueCard act, CurrentActor actor, string number, CancellationToken ct) => CardAnswer.Of(await act.HandleAsync(number, actor.Change("cards.issue"), ct)))
            .Writes(RegistrationModule.ModuleName, May.IssueCards).WithSummary("Issue a person's card.");
        api.MapPost("/persons/{number}/cards/replacement", async (IssueCard act, CurrentActor actor, string number, ReplacementBody body, CancellationToken ct) =>
        {
            var reason = PersonBody.Choose(nameof(body.Reason), body.Reason, IssueCard.Reasons) ?? throw new Refused("card.reason", "Say why the card is replaced: lost, damaged or corrected.", nameof(body.Reason));
            return CardAnswer.Of(await act.ReplaceAsync(number, reason, actor.Change("cards.replace"), ct));
        }).Writes(RegistrationModule.ModuleName, May.IssueCards).WithSummary("Make a person's card void and issue another.");
    }
}
