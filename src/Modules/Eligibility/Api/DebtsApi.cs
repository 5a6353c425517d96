using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Spmis.Eligibility.Debts;
using Spmis.Kernel.Access;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Api;

namespace Spmis.Eligibility.Api;

/// <summary>A debt as it stands; amounts in minor units.</summary>
public sealed record DebtView(
    string Number, string AwardNumber, string PersonNumber, string Scheme, string Currency, long? RecalculationId, string FromMonth, string ThroughMonth, long AmountMinor, long WaivedMinor, long RepaidMinor, long RecoveredMinor, long OpenMinor,
    string Reason, DateTime OpenedAt, string OpenedBy, string? PlanAward, long? PlanMonthlyMinor, int? PlanBasisPoints, long? PlanFloorMinor, string? PlanFrom, DateTime? PlannedAt, string? PlannedBy)
{
    internal static DebtView Of(Debt d) => new(
        d.Number, d.AwardNumber, d.PersonNumber, d.Scheme, d.Currency, d.RecalculationId, d.FromMonth.ToString(), d.ThroughMonth.ToString(), d.AmountMinor, d.WaivedMinor, d.RepaidMinor, d.RecoveredMinor, d.OpenMinor,
        d.Reason, d.OpenedAt, d.OpenedBy, d.PlanAward, d.PlanMonthlyMinor, d.PlanBasisPoints, d.PlanFrom is null ? null : d.PlanFloorMinor, d.PlanFrom?.ToString(), d.PlannedAt, d.PlannedBy);
}

/// <summary>A debt that a person found.</summary>
public sealed record DebtRequest(string AwardNumber, string FromMonth, string ThroughMonth, long AmountMinor, string Reason);

/// <summary>How a debt is withheld: an amount a month, or a share of it in hundredths of a per cent.</summary>
public sealed record RecoveryRequest(string AwardNumber, long? MonthlyMinor, int? BasisPoints, long FloorMinor, string FromMonth);

/// <summary>That less is owed.</summary>
public sealed record ReductionRequest(ReductionKind Kind, long AmountMinor, string Reference, string Reason);

internal static class DebtsApi
{
    public static void Map(RouteGroupBuilder api)
    {
        const string module = EligibilityModule.ModuleName;
        api.MapGet("/debts", ListAsync).Reads("eligibility.read").WithSummary("Debts by number, the open ones or all");
        api.MapGet("/debts/{number}", OneAsync).Reads("eligibility.read").WithSummary("A debt as it stands");
        api.MapPost("/debts", OpenAsync).Writes(module, "awards.prepare").WithSummary("Puts up for a second person what was paid too much of an award; approve under /awards/approvals");
        api.MapPost("/debts/{number}/plan", PlanAsync).Writes(module, "awards.prepare").WithSummary("Puts up for a second person how it is withheld");
        api.MapPost("/debts/{number}/reductions", ReduceAsync).Writes(module, "awards.prepare").WithSummary("Puts up for a second person that it is waived, or was paid back otherwise");
    }

    private static async Task<Page<DebtView>> ListAsync(EligibilityDb db, PersonsShown shown, bool? all, string? after, int? limit, CancellationToken ct)
    {
        var (take, from) = (Reading.Limit(limit), after ?? "");
        var rows = await db.Debts.AsNoTracking().Where(d => (all == true || d.AmountMinor > d.WaivedMinor + d.RepaidMinor + d.RecoveredMinor) && string.Compare(d.Number, from) > 0).OrderBy(d => d.Number).Take(take + 1).ToListAsync(ct);
        rows.ForEach(d => shown.Add(d.PersonNumber));
        return Reading.Cut(rows, take, DebtView.Of, d => d.Number);
    }

    private static async Task<DebtView> OneAsync(string number, EligibilityDb db, PersonsShown shown, CancellationToken ct)
    {
        var debt = await DebtRules.FindAsync(db.Debts.AsNoTracking(), number, ct);
        shown.Add(debt.PersonNumber);
        return DebtView.Of(debt);
    }

    private static async Task<object> OpenAsync(DebtRequest r, OpenDebt act, CurrentActor current, CancellationToken ct) => new
    {
        proposalId = (await act.ProposeAsync(new NewDebt(r.AwardNumber, Reading.Month(r.FromMonth, "fromMonth").Code, Reading.Month(r.ThroughMonth, "throughMonth").Code, r.AmountMinor, r.Reason), current.Change(OpenDebt.Act), ct)).Id,
    };

    private static async Task<object> PlanAsync(string number, RecoveryRequest r, PlanRecovery act, CurrentActor current, CancellationToken ct) => new
    {
        proposalId = (await act.ProposeAsync(new RecoveryPlan(number, r.AwardNumber, r.MonthlyMinor, r.BasisPoints, r.FloorMinor, Reading.Month(r.FromMonth, "fromMonth").Code), current.Change(PlanRecovery.Act), ct)).Id,
    };

    private static async Task<object> ReduceAsync(string number, ReductionRequest r, ReduceDebt act, CurrentActor current, CancellationToken ct) => new
    {
        proposalId = (await act.ProposeAsync(new DebtCut(number, r.Kind, r.AmountMinor, r.Reference, r.Reason), current.Change(ReduceDebt.Act), ct)).Id,
    };
}
