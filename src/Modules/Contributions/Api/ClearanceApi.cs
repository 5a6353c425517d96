using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Spmis.Contributions.Clearance;
using Spmis.Contributions.Risks;
using Spmis.Kernel.Access;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Api;
using Spmis.Values;

namespace Spmis.Contributions.Api;

/// <summary>A clearance certificate as the API gives it.</summary>
public sealed record ClearanceAnswer(string Number, string Code, string EmployerNumber, string EmployerName, DateOnly IssuedOn, DateOnly ValidThrough, string State)
{
    internal static ClearanceAnswer Of(ClearanceView v) => new(v.Certificate.Number, v.Certificate.Code, v.Certificate.EmployerNumber, v.Certificate.EmployerName, v.Certificate.IssuedOn, v.Certificate.ValidThrough, v.State.ToString());
}

/// <summary>For whom a certificate is.</summary>
public sealed record ClearanceBody(string? EmployerNumber);

/// <summary>Why something is done.</summary>
public sealed record ReasonBody(string? Reason);

/// <summary>A risk as the API gives it.</summary>
public sealed record RiskAnswer(long Id, string Kind, string EmployerNumber, string Scheme, string Month, long Before, long Now, string Currency, int Weight, string Status, string? Note)
{
    internal static RiskAnswer Of(Risk r) => new(r.Id, r.Kind.ToString(), r.EmployerNumber, r.Scheme, r.Month.ToString(), r.Before, r.Now, r.Currency, r.Weight, r.Status.ToString(), r.Note);
}

/// <summary>Which month is looked at.</summary>
public sealed record RisksBody(string? Month, string? Scheme);

/// <summary>The run that looks.</summary>
public sealed record RunStartedAnswer(long RunId);

/// <summary>What is done about a risk.</summary>
public sealed record RiskDecisionBody(bool HandOver, string? Note);

/// <summary>Endpoints for clearance certificates and the risk list.</summary>
internal static class ClearanceApi
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapPost("/clearances", async (IssueClearance act, VerifyClearance find, CurrentActor actor, ClearanceBody body, CancellationToken ct) =>
        {
            var change = actor.Change("clearance.issue");
            return ClearanceAnswer.Of(await find.ByNumberAsync((await act.HandleAsync(body.EmployerNumber ?? actor.Actor.Employer ?? "", change, ct)).Number, actor.Actor, change.Today, ct));
        }).Writes(ContributionsModule.ModuleName, May.IssueClearance).WithSummary("Issue a clearance certificate when nothing is overdue.");
        api.MapGet("/clearances/{number}", async (VerifyClearance act, CurrentActor actor, string number, CancellationToken ct) => ClearanceAnswer.Of(await act.ByNumberAsync(number, actor.Actor, actor.Change("clearance.read").Today, ct)))
            .Reads(May.ReadReturns).WithSummary("A clearance certificate, and whether it holds.");
        api.MapPost("/clearances/{number}/withdraw", async (WithdrawClearance act, CurrentActor actor, string number, ReasonBody body, CancellationToken ct) =>
        {
            await act.HandleAsync(number, actor.Change("clearance.withdraw", body.Reason), ct);
            return (object?)null;
        }).Writes(ContributionsModule.ModuleName, May.WithdrawClearance).WithSummary("Withdraw a certificate.");
        api.MapGet("/risks", async (DecideRisk act, RiskStatus? status, string? employer, long? after, int? limit, CancellationToken ct) =>
            (await act.ListAsync(status ?? RiskStatus.Open, employer, after, Math.Min(limit ?? 25, DecideRisk.Most), ct)).Select(RiskAnswer.Of)).Reads(May.ReadRisks).WithSummary("The risk list, the newest first.");
        api.MapPost("/risks", async (StartRisks act, CurrentActor actor, RisksBody body, CancellationToken ct) => new RunStartedAnswer(await act.HandleAsync(body.Scheme, Month.TryParse(body.Month, out var month) ? month : throw new Refused("return.month", $"'{body.Month}' is no month; write it as 2026-03.", "month"), actor.Change("risks.look"), ct)))
            .Writes(ContributionsModule.ModuleName, May.DecideRisks).WithSummary("Look for risks of a month.");
        api.MapPost("/risks/{id:long}", async (DecideRisk act, CurrentActor actor, long id, RiskDecisionBody body, CancellationToken ct) =>
        {
            await act.HandleAsync(id, body.HandOver, actor.Change("risks.decide", body.Note), ct);
            return (object?)null;
        }).Writes(ContributionsModule.ModuleName, May.DecideRisks).WithSummary("Hand a risk over to inspection, or dismiss it.");
    }
}
