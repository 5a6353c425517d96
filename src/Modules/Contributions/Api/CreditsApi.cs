using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Spmis.Contributions.Credits;
using Spmis.Kernel.Access;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Api;
using Spmis.Kernel.Proposals;
using Spmis.Values;

namespace Spmis.Contributions.Api;

/// <summary>A credit as the API gives it.</summary>
public sealed record CreditAnswer(long Id, string Scheme, string Month, string Kind, string? AwardNumber, string Reason, string Evidence, DateTime GivenAt, string GivenBy, bool Holds, DateTime? TakenBackAt, string? TakenBackBy, string? TakenBackBecause)
{
    internal static CreditAnswer Of(Credit c) => new(c.Id, c.Scheme, c.Month.ToString(), c.Kind.ToString(), c.AwardNumber, c.Reason, c.Evidence, c.GivenAt, c.GivenBy, c.Live is not null, c.TakenBackAt, c.TakenBackBy, c.TakenBackBecause);
}

/// <summary>Months to be credited.</summary>
/// <param name="Scheme">The scheme; left out where there is only one.</param>
/// <param name="From">First month, as 2026-01.</param>
/// <param name="To">Last month; left out for one month.</param>
/// <param name="Kind">Sickness, Maternity or Unemployment.</param>
/// <param name="Evidence">The paper it rests on.</param>
/// <param name="Reason">Why.</param>
public sealed record CreditBody(string? Scheme, string? From, string? To, CreditKind? Kind, string? Evidence, string? Reason);

/// <summary>Endpoints for months credited without payment.</summary>
internal static class CreditsApi
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/persons/{number}/credits", async (FindCredits act, string number, CancellationToken ct) => (await act.HandleAsync(number, ct)).Credits.Select(CreditAnswer.Of)).Reads(May.ReadRecord).WithSummary("Months credited to a person without payment, the latest first; those taken back too.");
        api.MapPost("/persons/{number}/credits", async (GiveCredit act, CurrentActor actor, string number, CreditBody body, CancellationToken ct) =>
        {
            var from = GivenMonth.Of(body.From, "from") ?? throw new Refused("month.unreadable", "Write the first month as 2026-01.", "from");
            var kind = body.Kind ?? throw new Refused("credit.kind", "Say for what: Sickness, Maternity or Unemployment.", "kind");
            return PreparedAnswer.Of(await act.ProposeAsync(number, body.Scheme, from, GivenMonth.Of(body.To, "to") ?? from, kind, body.Evidence, actor.Change(GiveCredit.Act, body.Reason), ct));
        }).Writes(ContributionsModule.ModuleName, May.PrepareCredits).WithSummary("Prepare to credit months on evidence; another person approves it.");
        api.MapPost("/persons/{number}/credits/take-back", async (TakeCreditBack act, CurrentActor actor, string number, CreditBody body, CancellationToken ct) =>
        {
            var from = GivenMonth.Of(body.From, "from") ?? throw new Refused("month.unreadable", "Write the first month as 2026-01.", "from");
            return PreparedAnswer.Of(await act.ProposeAsync(number, body.Scheme, from, GivenMonth.Of(body.To, "to") ?? from, actor.Change(TakeCreditBack.Act, body.Reason), ct));
        }).Writes(ContributionsModule.ModuleName, May.PrepareCredits).WithSummary("Prepare to take back what an officer credited; another person approves it.");
        api.MapPost("/credits/proposals/{id:long}", DecideAsync).Writes(ContributionsModule.ModuleName, May.ApproveCredits).WithSummary("Approve or reject credits, or their taking back, that somebody else prepared.");
    }

    private static async Task<StepTaken> DecideAsync(FindCredits find, FourEyes fourEyes, CurrentActor actor, long id, DecisionBody body, CancellationToken ct)
    {
        await find.CheckProposalAsync(id, ct);
        return await (body.Approve ? fourEyes.ApproveAsync(ContributionsModule.ModuleName, id, actor.Change("credits.approve", body.Reason), ct) : fourEyes.RejectAsync(ContributionsModule.ModuleName, id, actor.Change("credits.reject", body.Reason), ct));
    }
}
