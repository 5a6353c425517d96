using System.Globalization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Spmis.Eligibility.Awards;
using Spmis.Eligibility.Indexations;
using Spmis.Kernel.Access;
using Spmis.Kernel.Runs;

namespace Spmis.Eligibility.Pages.Indexations;

/// <summary>One indexation: progress, sums, approval, and what becomes of each award.</summary>
[Authorize("eligibility.read")]
public sealed class ViewModel(EligibilityDb db, PersonsShown shown) : ApprovalPage([ApproveIndexation.Act], "awards.approve")
{
    private const int PageRows = 25;

    /// <summary>Which awards are listed.</summary>
    [BindProperty(SupportsGet = true)]
    public IndexationKind Kind { get; set; }

    /// <summary>Go on after this award number.</summary>
    [BindProperty(SupportsGet = true)]
    public string After { get; set; } = "";

    /// <summary>The indexation.</summary>
    public Indexation Indexation { get; private set; } = null!; // Loaded before the page is drawn.

    /// <summary>Its run.</summary>
    public Run? Run { get; private set; }

    /// <summary>The awards listed.</summary>
    public IReadOnlyList<IndexationLine> Rows { get; private set; } = [];

    /// <summary>Key of the next page.</summary>
    public string? Next { get; private set; }

    /// <summary>Draws the page.</summary>
    public async Task OnGetAsync(long id, CancellationToken ct)
    {
        Indexation = await ApproveIndexation.FindAsync(db, id, ct);
        Run = await db.Runs.AsNoTracking().SingleOrDefaultAsync(r => r.Id == Indexation.RunId, ct);
        var (kind, after) = (Kind, After);
        var rows = await db.IndexationLines.AsNoTracking().Where(l => l.IndexationId == id && l.Kind == kind && string.Compare(l.AwardNumber, after) > 0).OrderBy(l => l.AwardNumber).Take(PageRows + 1).ToListAsync(ct);
        (Rows, Next) = ([.. rows.Take(PageRows)], rows.Count > PageRows ? rows[PageRows - 1].AwardNumber : null);
        await shown.AddOfAwardsAsync(db, Rows.Select(l => l.AwardId), ct);
        await LoadOpenAsync(ApproveIndexation.SubjectOf(id), ct);
    }

    /// <inheritdoc />
    protected override Task OnRedisplayAsync() => OnGetAsync(long.Parse(RouteData.Values["id"]?.ToString() ?? "0", CultureInfo.InvariantCulture), HttpContext.RequestAborted);
}
