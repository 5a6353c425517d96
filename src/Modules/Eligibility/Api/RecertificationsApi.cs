using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Spmis.Eligibility.Recertifications;
using Spmis.Kernel.Access;
using Spmis.Kernel.Api;

namespace Spmis.Eligibility.Api;

/// <summary>A recertification with its counts.</summary>
public sealed record RecertificationView(
    long Id, string Scheme, string Programme, string FromMonth, string LastMonth, bool DryRun, string PackageVersion, string PackageHash, int Awards, int Confirmed, int CannotTell, int Leaving, long? RunId, DateTime StartedAt, string StartedBy,
    DateTime? FinishedAt, DateTime? ApprovedAt, string? ApprovedBy)
{
    /// <summary>The recertification as it stands.</summary>
    public static RecertificationView Of(AwardRecertification r) => new(
        r.Id, r.Scheme, r.Programme, r.FromMonth.ToString(), r.LastMonth.ToString(), r.DryRun, r.PackageVersion, r.PackageHash, r.Awards, r.Confirmed, r.CannotTell, r.Leaving, r.RunId, r.StartedAt, r.StartedBy, r.FinishedAt, r.ApprovedAt, r.ApprovedBy);
}

/// <summary>What became of an award.</summary>
public sealed record RecertificationLineView(string AwardNumber, string PersonNumber, RecertificationKind Kind, Guid? DeterminationId, IReadOnlyList<string> Missing)
{
    internal static RecertificationLineView Of(RecertificationLine l) => new(l.AwardNumber, l.PersonNumber, l.Kind, l.DeterminationId, l.MissingFacts);
}

internal static class RecertificationsApi
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/recertifications", ListAsync).Reads("eligibility.read").WithSummary("Recertifications and dry runs, newest first");
        api.MapGet("/recertifications/{id:long}", async (long id, EligibilityDb db, CancellationToken ct) => RecertificationView.Of(await ApproveExits.FindAsync(db, id, ct))).Reads("eligibility.read").WithSummary("A recertification with its counts");
        api.MapGet("/recertifications/{id:long}/lines", LinesAsync).Reads("eligibility.read").WithSummary("What becomes of each award of one kind; approve those that end under /awards/approvals");
        api.MapPost("/recertifications", (NewRecertification r, StartRecertification act, CurrentActor current, CancellationToken ct) => act.HandleAsync(r, current.Change(RecertificationWorker.RunKind), ct))
            .Writes(EligibilityModule.ModuleName, "rounds.start").WithSummary("Looks at the awards of a scheme or programme once more, or only shows what would come of it; another person approves who leaves");
    }

    private static async Task<Page<RecertificationView>> ListAsync(EligibilityDb db, string? after, int? limit, CancellationToken ct)
    {
        var take = Reading.Limit(limit);
        var before = long.TryParse(after, out var id) ? id : long.MaxValue;
        return Reading.Cut(await db.Recertifications.AsNoTracking().Where(r => r.Id < before).OrderByDescending(r => r.Id).Take(take + 1).ToListAsync(ct), take, RecertificationView.Of, r => $"{r.Id}");
    }

    private static async Task<Page<RecertificationLineView>> LinesAsync(long id, EligibilityDb db, PersonsShown shown, RecertificationKind kind, string? after, int? limit, CancellationToken ct)
    {
        await ApproveExits.FindAsync(db, id, ct);
        var (take, from) = (Reading.Limit(limit), after ?? "");
        var rows = await db.RecertificationLines.AsNoTracking().Where(l => l.RecertificationId == id && l.Kind == kind && string.Compare(l.AwardNumber, from) > 0).OrderBy(l => l.AwardNumber).Take(take + 1).ToListAsync(ct);
        shown.Add(rows.Take(take).Select(l => l.PersonNumber));
        return Reading.Cut(rows, take, RecertificationLineView.Of, l => l.AwardNumber);
    }
}
