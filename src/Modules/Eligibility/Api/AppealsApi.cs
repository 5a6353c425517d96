using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Spmis.Eligibility.Appeals;
using Spmis.Eligibility.Determinations;
using Spmis.Eligibility.Letters;
using Spmis.Kernel.Access;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Api;
using Spmis.Rules;
using Spmis.Web.Letters;

namespace Spmis.Eligibility.Api;

/// <summary>A decision against the rules: yes or no; amount of a month in minor units and months, when yes.</summary>
public sealed record OverrideRequest(Answer Outcome, long? MonthlyMinor, int? Months, string? Reason);

/// <summary>An appeal to register. A month as 2026-07.</summary>
public sealed record AppealRequest(Guid DeterminationId, DateOnly LodgedOn, string Grounds, string? LateBecause, string? SuspendFrom);

/// <summary>The outcome of an appeal, and what is decided instead when the decision is changed.</summary>
public sealed record AppealOutcomeRequest(AppealOutcome Outcome, OverrideRequest? Instead, string? Reason);

/// <summary>An appeal.</summary>
public sealed record AppealView(string Number, Guid DeterminationId, string ClaimNumber, string PersonNumber, string Scheme, DateOnly LodgedOn, DateOnly? LodgeBy, bool Late, string? LateBecause, DateOnly? DecideBy, string Grounds, string? SuspendedFrom, AppealOutcome? Outcome, DateTime? DecidedAt, string? DecidedBy, string? DecidedBecause)
{
    internal static AppealView Of(Appeal a) => new(a.Number, a.DeterminationId, a.ClaimNumber, a.PersonNumber, a.Scheme, a.LodgedOn, a.LodgeBy, a.IsLate, a.LateBecause, a.DecideBy, a.Grounds, a.SuspendedFrom?.ToString(), a.Outcome, a.DecidedAt, a.DecidedBy, a.DecidedBecause);
}

internal static class AppealsApi
{
    public static void Map(RouteGroupBuilder api)
    {
        const string module = EligibilityModule.ModuleName;
        api.MapGet("/determinations/{id:guid}/letter", (Guid id, string? language, WriteDecisionLetter act, CancellationToken ct) => act.HandleAsync(id, language, ct)).Reads("eligibility.read").WithSummary("The letter of a decision, in the claim's language or another one");
        api.MapPost("/determinations/{id:guid}/withdrawal", async (Guid id, BecauseRequest r, WithdrawDetermination act, CurrentActor current, CancellationToken ct) => ProposalView.Of(await act.ProposeAsync(id, current.Change(WithdrawDetermination.Act, r.Reason), ct)))
            .Writes(module, "determinations.withdraw").WithSummary("Prepares the withdrawal of a wrong decision; another person approves it");
        api.MapPost("/determinations/{id:guid}/override", async (Guid id, OverrideRequest r, OverrideDetermination act, CurrentActor current, CancellationToken ct) => ProposalView.Of(await act.ProposeAsync(id, r.Outcome, r.MonthlyMinor, r.Months, current.Change(OverrideDetermination.Act, r.Reason), ct)))
            .Writes(module, "determinations.override").WithSummary("Prepares a decision against the rules; another person approves it");
        api.MapGet("/determinations/approvals", (Approvals approvals, CancellationToken ct) => SchemesApi.OpenAsync(approvals, Approvals.OfDecisions, ct)).Reads("eligibility.read").WithSummary("Withdrawals, decisions against the rules and outcomes of appeals that wait for a second person");
        api.MapPost("/determinations/approvals/{id:long}", (long id, ApprovalRequest how, Approvals approvals, CurrentActor current, CancellationToken ct) => SchemesApi.DecideAsync(id, how, Approvals.OfDecisions, approvals, current, ct))
            .Writes(module, "determinations.approve").WithSummary("Approves or rejects what somebody else prepared");
        api.MapGet("/appeals", ListAsync).Reads("eligibility.read").WithSummary("Appeals in the order of their numbers");
        api.MapGet("/appeals/{number}", async (string number, EligibilityDb db, CancellationToken ct) => AppealView.Of(await db.Appeals.AsNoTracking().SingleOrDefaultAsync(a => a.Number == number, ct) ?? throw new Refused("appeal.unknown", $"There is no appeal {number}."))).Reads("eligibility.read").WithSummary("An appeal");
        api.MapPost("/appeals", RegisterAsync).Writes(module, "appeals.register").WithSummary("Registers an appeal against the last decision on a claim");
        api.MapPost("/appeals/{number}/outcome", OutcomeAsync).Writes(module, "appeals.decide").WithSummary("Prepares the outcome of an appeal; another person approves it, and it is carried out");
    }

    private static async Task<Page<AppealView>> ListAsync(EligibilityDb db, string? after, int? limit, CancellationToken ct)
    {
        var (take, from) = (Reading.Limit(limit), after ?? "");
        return Reading.Cut(await db.Appeals.AsNoTracking().Where(a => string.Compare(a.Number, from) > 0).OrderBy(a => a.Number).Take(take + 1).ToListAsync(ct), take, AppealView.Of, a => a.Number);
    }

    private static async Task<object> RegisterAsync(AppealRequest r, RegisterAppeal act, CurrentActor current, CancellationToken ct)
    {
        var input = new NewAppeal { DeterminationId = r.DeterminationId, LodgedOn = r.LodgedOn, Grounds = r.Grounds, LateBecause = r.LateBecause, SuspendFrom = r.SuspendFrom is { } month ? Reading.Month(month, "suspendFrom") : null };
        var appeal = await act.HandleAsync(input, current.Change("appeals.register"), ct);
        return new Created($"/api/eligibility/appeals/{appeal.Number}", AppealView.Of(appeal));
    }

    private static async Task<ProposalView> OutcomeAsync(string number, AppealOutcomeRequest r, DecideAppeal act, CurrentActor current, CancellationToken ct) =>
        ProposalView.Of(await act.ProposeAsync(number, r.Outcome, r.Instead is { } i ? (i.Outcome, i.MonthlyMinor, i.Months) : null, current.Change(DecideAppeal.Act, r.Reason), ct));
}
