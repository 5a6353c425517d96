using System.Security.Claims;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Spmis.Kernel.Access;
using Spmis.Kernel.Api;
using Spmis.Registration.Facts;
using Spmis.Registration.Forms;
using Spmis.Registration.Persons;

namespace Spmis.Registration.Api;

/// <summary>Answers to a form.</summary>
/// <param name="AnsweredOn">The day of the answers.</param>
/// <param name="Answers">Values by question.</param>
/// <param name="Evidence">A paper or visit.</param>
public sealed record AnswersBody(DateOnly AnsweredOn, IReadOnlyDictionary<string, IReadOnlyList<string>>? Answers, string? Evidence);

/// <summary>What follows from answers.</summary>
/// <param name="Derived">yes, no or unknown by name.</param>
public sealed record DerivedAnswer(IReadOnlyDictionary<string, string> Derived);

/// <summary>A consent.</summary>
/// <param name="Purpose">research or photograph.</param>
/// <param name="On">The day.</param>
/// <param name="Evidence">Where it is signed.</param>
public sealed record ConsentBody(string? Purpose, DateOnly On, string? Evidence);

/// <summary>A withdrawal.</summary>
/// <param name="On">The day.</param>
/// <param name="Evidence">Where it is recorded.</param>
public sealed record WithdrawalBody(DateOnly On, string? Evidence);

/// <summary>A consent as the API gives it.</summary>
public sealed record ConsentLine(Guid Id, string Purpose, DateOnly GivenOn, string Evidence, DateOnly? WithdrawnOn, string? WithdrawnEvidence);

/// <summary>Further facts as the API gives them.</summary>
public sealed record FactsAnswer(IReadOnlyList<ShownForm> Latest, IReadOnlyList<ShownForm> Earlier, IReadOnlyList<ConsentLine> Consents);

/// <summary>Endpoints for answers, consents and identifiers.</summary>
internal static class FactsApi
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/forms", (FormBook book, TimeProvider time) => book.On(DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime))).Reads(May.ReadPersons).WithSummary("The questionnaires in use, with their questions.");
        api.MapGet("/persons/{number}/facts", ReadAsync).Reads(May.ReadPersons).WithSummary("A person's answers and consents; sensitive ones for who may read them.");
        api.MapPost("/persons/{number}/answers/{form}", AnswerAsync).Writes(RegistrationModule.ModuleName, May.RecordFacts).SealsAnswer().WithSummary("Record a person's answers to a form on a day.");
        api.MapPost("/persons/{number}/consents", async (KeepConsents act, CurrentActor actor, string number, ConsentBody body, CancellationToken ct) =>
            new ConsentLine(await act.GiveAsync(number, body.Purpose, body.On, actor.Change("consents.give", evidence: body.Evidence), ct), body.Purpose ?? "", body.On, body.Evidence ?? "", null, null))
            .Writes(RegistrationModule.ModuleName, May.RecordFacts).WithSummary("Record a consent.");
        api.MapPost("/persons/{number}/consents/{id:guid}/withdrawal", async (KeepConsents act, CurrentActor actor, string number, Guid id, WithdrawalBody body, CancellationToken ct) =>
        {
            await act.WithdrawAsync(number, id, body.On, actor.Change("consents.withdraw", evidence: body.Evidence), ct);
            return new NumberAnswer(RegistrationDb.Digits(number));
        }).Writes(RegistrationModule.ModuleName, May.RecordFacts).WithSummary("Record that a consent was withdrawn.");
        api.MapPost("/persons/{number}/identifiers", async (RecordIdentifier act, CurrentActor actor, string number, NewIdentifier body, CancellationToken ct) =>
        {
            await act.HandleAsync(number, body, actor.Change("identifiers.record"), ct);
            return new NumberAnswer(RegistrationDb.Digits(number));
        }).Writes(RegistrationModule.ModuleName, May.CorrectPersons).WithSummary("Record a number of a person, or that a known one was verified.");
    }

    private static async Task<FactsAnswer> ReadAsync(ReadPerson persons, ReadFacts facts, IAuthorizationService authorization, ClaimsPrincipal user, string number, CancellationToken ct)
    {
        var record = await persons.HandleAsync(number, ct);
        var read = await facts.HandleAsync(record.Person, (await authorization.AuthorizeAsync(user, May.ReadSensitive)).Succeeded, ct);
        return new FactsAnswer(read.Latest, read.Earlier, [.. read.Consents.Select(c => new ConsentLine(c.Id, c.Purpose, c.GivenOn, c.Evidence, c.WithdrawnOn, c.WithdrawnEvidence))]);
    }

    private static async Task<DerivedAnswer> AnswerAsync(AnswerForm act, CurrentActor actor, string number, string form, AnswersBody body, CancellationToken ct) =>
        new(await act.HandleAsync(number, form, body.Answers ?? new Dictionary<string, IReadOnlyList<string>>(), body.AnsweredOn, actor.Change("forms.answer", evidence: body.Evidence), ct));
}
