using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Spmis.Eligibility.Awards;
using Spmis.Eligibility.Claims;
using Spmis.Eligibility.Statements;
using Spmis.Kernel.Access;
using Spmis.Kernel.Api;
using Spmis.Rules;

namespace Spmis.Eligibility.Api;

/// <summary>Yearly statements to make.</summary>
/// <param name="Year">This year.</param>
public sealed record StatementsRequest(int Year);

/// <summary>An own claim.</summary>
public sealed record MyClaimLine(string Number, string Scheme, DateOnly EventOn, DateOnly FiledOn, Answer? Outcome, DateTime? DecidedAt, DateOnly? DecideBy)
{
    /// <summary>Opened by an event; it waits for the person to claim it.</summary>
    public bool ByEvent { get; init; }

    /// <summary>Taken back or declined.</summary>
    public bool Closed { get; init; }
}

/// <summary>The answer of a person to a claim that an event opened.</summary>
/// <param name="Because">Why it comes late, or why it is not wanted.</param>
public sealed record MyAnswer(string? Because);

/// <summary>An own benefit; amounts in minor units a month.</summary>
public sealed record MyAwardLine(string Number, string Scheme, long MonthlyMinor, string Currency, string FromMonth, string? ToMonth, AwardState State);

/// <summary>What a person asked for and has, as the pages of the own account show it.</summary>
public sealed record MyAffairs(string PersonNumber, IReadOnlyList<MyClaimLine> Claims, IReadOnlyList<MyAwardLine> Awards);

internal static class StatementsApi
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/persons/{number}/statement", (string number, MakeStatement make, TimeProvider time, CancellationToken ct) => make.OfAsync(number, DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime), ct))
            .Reads("eligibility.read").WithSummary("What a person has, what is missing for each benefit, and what would come of it at 60, 62 and 65 under today's packages");
        api.MapGet("/persons/{number}/statements/{year:int}", async (string number, int year, ReadStatement read, CancellationToken ct) => (await read.OfAsync(number, year, ct)).Statement)
            .Reads("eligibility.read").WithSummary("The statement made for a person in a year, as it was kept");
        api.MapGet("/me", MyAsync).Reads("me.benefits").WithSummary("The own claims and benefits of the person for whom the program acts");
        api.MapGet("/me/statement", (MakeStatement make, CurrentActor current, PersonsShown shown, TimeProvider time, CancellationToken ct) =>
        {
            var number = current.Actor.OwnNumber();
            shown.Add(number);
            return make.OfAsync(number, DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime), ct);
        }).Reads("me.benefits").WithSummary("The own statement: what there is, what is missing for each benefit, and what would come of it under today's packages");
        api.MapPost("/me/claims/{number}/confirmation", async (string number, MyAnswer r, AnswerDueClaim act, CurrentActor current, CancellationToken ct) => LineOf(await act.ConfirmAsync(number, r.Because, null, current.Change("claims.confirm"), ct)))
            .Writes(EligibilityModule.ModuleName, "me.claim").WithSummary("The person claims what an event opened for them");
        api.MapPost("/me/claims/{number}/declining", async (string number, MyAnswer r, AnswerDueClaim act, CurrentActor current, CancellationToken ct) =>
        {
            await act.DeclineAsync(number, r.Because, current.Change("claims.close"), ct);
            return (object)new { declined = number };
        }).Writes(EligibilityModule.ModuleName, "me.claim").WithSummary("The person does not want what an event opened for them; it can be claimed after all");
        api.MapPost("/statements", (StatementsRequest r, StartStatements act, CurrentActor current, CancellationToken ct) => act.HandleAsync(r.Year, current.Change(StatementsWorker.RunKind), ct))
            .Writes(EligibilityModule.ModuleName, "statements.start").WithSummary("Makes this year's statements of everybody with contributions, once");
    }

    private static MyClaimLine LineOf(Claim c) => new(c.Number, c.Scheme, c.EventOn, c.FiledOn, c.Outcome, c.DecidedAt, c.DecideBy) { ByEvent = c.Draft, Closed = c.ClosedAt is not null };

    private static async Task<MyAffairs> MyAsync(PersonFile file, CurrentActor current, PersonsShown shown, CancellationToken ct)
    {
        var number = current.Actor.OwnNumber();
        shown.Add(number);
        var found = await file.OfAsync(number, ct);
        return new MyAffairs(
            found.Person.RegistrationNumber,
            [.. found.Claims.Select(LineOf)],
            [.. found.Awards.Select(a => new MyAwardLine(a.Number, a.Scheme, a.MonthlyMinor, a.Currency, a.FromMonth.ToString(), a.ToMonth?.ToString(), a.State))]);
    }
}
