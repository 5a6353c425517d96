using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Spmis.Eligibility.Recalculations;
using Spmis.Kernel.Access;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Api;
using Spmis.Values;

namespace Spmis.Eligibility.Api;

/// <summary>A benefit to reckon again.</summary>
/// <param name="Scheme">The scheme's id.</param>
/// <param name="From">First month, as 2026-01; null for the month of its last activation.</param>
public sealed record RecalculationRequest(string Scheme, string? From);

/// <summary>A recalculation with its sums.</summary>
public sealed record RecalculationView(
    long Id, string Scheme, string PackageVersion, string FromMonth, string ThroughMonth, DateOnly AsKnownOn, string Currency, int Awards, int Refusals, int Gained, int LeftOut, long ArrearsMinor, long OverpaidMinor,
    long? RunId, long BatchId, DateTime StartedAt, string StartedBy, DateTime? FinishedAt, DateTime? ApprovedAt, string? ApprovedBy, string? PayMonth, string? LowerFrom, DateTime? LoweredAt, string? LoweredBy)
{
    /// <summary>The recalculation as it stands.</summary>
    public static RecalculationView Of(Recalculation r) => new(
        r.Id, r.Scheme, r.PackageVersion, r.FromMonth.ToString(), r.ThroughMonth.ToString(), r.AsKnownOn, r.Currency, r.Awards, r.Refusals, r.Gained, r.LeftOut, r.ArrearsMinor, r.OverpaidMinor,
        r.RunId, r.BatchId, r.StartedAt, r.StartedBy, r.FinishedAt, r.ApprovedAt, r.ApprovedBy, r.PayMonth?.ToString(), r.LowerFrom?.ToString(), r.LoweredAt, r.LoweredBy);
}

/// <summary>That awards which come to less are lowered.</summary>
/// <param name="Reason">In words the persons will understand.</param>
public sealed record LoweringRequest(string Reason);

/// <summary>A month of an award that comes out otherwise.</summary>
public sealed record DifferenceView(string AwardNumber, string PersonNumber, string Month, DifferenceKind Kind, long WasMinor, long? NowMinor, long DifferenceMinor);

internal static class RecalculationsApi
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/recalculations", ListAsync).Reads("eligibility.read").WithSummary("Benefits reckoned again after a change of the law, newest first");
        api.MapGet("/recalculations/{id:long}", async (long id, EligibilityDb db, CancellationToken ct) => RecalculationView.Of(await OneAsync(id, db, ct))).Reads("eligibility.read").WithSummary("A recalculation with its sums");
        api.MapGet("/recalculations/{id:long}/differences", DifferencesAsync).Reads("eligibility.read").WithSummary("Months of awards that come out otherwise, by award and month; approve them under /awards/approvals");
        api.MapPost("/recalculations", (RecalculationRequest r, StartRecalculation act, CurrentActor current, CancellationToken ct) =>
                act.HandleAsync(r.Scheme, r.From is null ? null : Reading.Month(r.From, "from"), current.Change(RecalculateWorker.RunKind), ct))
            .Writes(EligibilityModule.ModuleName, "awards.prepare").WithSummary("Reckons a benefit again from the month of its last activation to this month");
        api.MapPost("/recalculations/{id:long}/lowering", LowerAsync).Writes(EligibilityModule.ModuleName, "awards.prepare").WithSummary("Puts up for a second person that the awards which come to less are lowered from the next month, and those that come to nothing end");
    }

    private static async Task<object> LowerAsync(long id, LoweringRequest request, LowerAwards act, CurrentActor current, CancellationToken ct) =>
        new { proposalId = (await act.ProposeAsync(id, current.Change(LowerAwards.Act, request.Reason), ct)).Id };

    private static async Task<Page<RecalculationView>> ListAsync(EligibilityDb db, string? after, int? limit, CancellationToken ct)
    {
        var take = Reading.Limit(limit);
        var before = long.TryParse(after, out var id) ? id : long.MaxValue;
        return Reading.Cut(await db.Recalculations.AsNoTracking().Where(r => r.Id < before).OrderByDescending(r => r.Id).Take(take + 1).ToListAsync(ct), take, RecalculationView.Of, r => $"{r.Id}");
    }

    private static async Task<Recalculation> OneAsync(long id, EligibilityDb db, CancellationToken ct) =>
        await db.Recalculations.AsNoTracking().SingleOrDefaultAsync(r => r.Id == id, ct) ?? throw new Refused("recalculation.unknown", $"There is no recalculation {id}.");

    private static async Task<Page<DifferenceView>> DifferencesAsync(long id, EligibilityDb db, DifferenceKind? kind, string? after, int? limit, CancellationToken ct)
    {
        await OneAsync(id, db, ct);
        var (rows, next) = await ListDifferences.PageAsync(db, id, kind, after ?? "", Reading.Limit(limit), ct);
        return new Page<DifferenceView>([.. rows.Select(d => new DifferenceView(d.AwardNumber, d.PersonNumber, d.Month.ToString(), d.Kind, d.WasMinor, d.NowMinor, d.DifferenceMinor))], next);
    }
}
