using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Spmis.Eligibility.Awards;
using Spmis.Eligibility.Indexations;
using Spmis.Kernel.Access;
using Spmis.Kernel.Api;

namespace Spmis.Eligibility.Api;

/// <summary>An indexation with its sums.</summary>
public sealed record IndexationView(
    long Id, string Scheme, string FromMonth, bool DryRun, IndexationBasis Basis, decimal? Rate, long? FlatMinor, string? LegalSource, string PackageVersion, string PackageHash, string Currency, int Awards, int Raised, int ToLookAt,
    long OldMinor, long NewMinor, long? RunId, DateTime StartedAt, string StartedBy, DateTime? FinishedAt, DateTime? ApprovedAt, string? ApprovedBy)
{
    /// <summary>The indexation as it stands.</summary>
    public static IndexationView Of(Indexation x) => new(
        x.Id, x.Scheme, x.FromMonth.ToString(), x.DryRun, x.Basis, x.Rate, x.FlatMinor, x.LegalSource, x.PackageVersion, x.PackageHash, x.Currency, x.Awards, x.Raised, x.ToLookAt,
        x.OldMinor, x.NewMinor, x.RunId, x.StartedAt, x.StartedBy, x.FinishedAt, x.ApprovedAt, x.ApprovedBy);
}

/// <summary>What became of an award.</summary>
public sealed record IndexationLineView(string AwardNumber, IndexationKind Kind, long OldMinor, long? NewMinor, long ChangeMinor)
{
    internal static IndexationLineView Of(IndexationLine l) => new(l.AwardNumber, l.Kind, l.OldMinor, l.NewMinor, l.ChangeMinor);
}

internal static class IndexationsApi
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/indexations", ListAsync).Reads("eligibility.read").WithSummary("Indexations and dry runs, newest first");
        api.MapGet("/indexations/{id:long}", async (long id, EligibilityDb db, CancellationToken ct) => IndexationView.Of(await ApproveIndexation.FindAsync(db, id, ct))).Reads("eligibility.read").WithSummary("An indexation with its sums");
        api.MapGet("/indexations/{id:long}/lines", LinesAsync).Reads("eligibility.read").WithSummary("Old, new and change by award; approve them under /awards/approvals");
        api.MapPost("/indexations", (NewIndexation r, StartIndexation act, CurrentActor current, CancellationToken ct) => act.HandleAsync(r, current.Change(IndexationWorker.RunKind), ct))
            .Writes(EligibilityModule.ModuleName, "awards.prepare").WithSummary("Raises the awards of a scheme from a month on, or only shows what would change; another person approves it");
    }

    private static async Task<Page<IndexationView>> ListAsync(EligibilityDb db, string? after, int? limit, CancellationToken ct)
    {
        var take = Reading.Limit(limit);
        var before = long.TryParse(after, out var id) ? id : long.MaxValue;
        return Reading.Cut(await db.Indexations.AsNoTracking().Where(x => x.Id < before).OrderByDescending(x => x.Id).Take(take + 1).ToListAsync(ct), take, IndexationView.Of, x => $"{x.Id}");
    }

    private static async Task<Page<IndexationLineView>> LinesAsync(long id, EligibilityDb db, PersonsShown shown, IndexationKind? kind, string? after, int? limit, CancellationToken ct)
    {
        await ApproveIndexation.FindAsync(db, id, ct);
        var (take, from) = (Reading.Limit(limit), after ?? "");
        var rows = await db.IndexationLines.AsNoTracking().Where(l => l.IndexationId == id && (kind == null || l.Kind == kind) && string.Compare(l.AwardNumber, from) > 0).OrderBy(l => l.AwardNumber).Take(take + 1).ToListAsync(ct);
        await shown.AddOfAwardsAsync(db, rows.Take(take).Select(l => l.AwardId), ct);
        return Reading.Cut(rows, take, IndexationLineView.Of, l => l.AwardNumber);
    }
}
