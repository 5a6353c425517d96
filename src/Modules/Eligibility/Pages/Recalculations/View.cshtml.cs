using System.Globalization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Spmis.Eligibility.Recalculations;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Runs;

namespace Spmis.Eligibility.Pages.Recalculations;

/// <summary>One recalculation: progress, sums, approval, and each month of each award that comes out otherwise.</summary>
[Authorize("eligibility.read")]
public sealed class ViewModel(EligibilityDb db, ApproveRecalculation approve, LowerAwards lower) : ApprovalPage([ApproveRecalculation.Act, LowerAwards.Act], "awards.approve")
{
    private const int PageRows = 25;

    /// <summary>Which differences are listed.</summary>
    [BindProperty(SupportsGet = true)]
    public DifferenceKind Kind { get; set; }

    /// <summary>Go on after this award number and month.</summary>
    [BindProperty(SupportsGet = true)]
    public string After { get; set; } = "";

    /// <summary>The recalculation.</summary>
    public Recalculation Recalculation { get; private set; } = null!; // Loaded before the page is drawn.

    /// <summary>Its run.</summary>
    public Run? Run { get; private set; }

    /// <summary>Whether the differences can be put up for approval again.</summary>
    public bool MaySubmit { get; private set; }

    /// <summary>Awards whose last month comes to less, and how many of them to nothing.</summary>
    public (int All, int Ended) Falling { get; private set; }

    /// <summary>Why they are to be lowered.</summary>
    [BindProperty]
    public string? Reason { get; set; }

    /// <summary>The differences listed.</summary>
    public IReadOnlyList<AwardDifference> Rows { get; private set; } = [];

    /// <summary>Key of the next page.</summary>
    public string? Next { get; private set; }

    /// <summary>Draws the page.</summary>
    public Task OnGetAsync(long id, CancellationToken ct) => LoadAsync(id, ct);

    /// <summary>Puts the differences up for approval again, after a rejection.</summary>
    public async Task<IActionResult> OnPostSubmitAsync(long id, CancellationToken ct)
    {
        if (!await MayAsync("awards.prepare"))
        {
            return Forbid();
        }

        return await TryAsync(async () =>
        {
            await approve.ProposeAsync(id, Current.Change(ApproveRecalculation.Act), ct);
            Done(Words["The differences wait for a second person."]);
            return Redirect($"/eligibility/recalculations/{id}");
        });
    }

    /// <summary>Puts up for approval that awards which come to less are lowered.</summary>
    public async Task<IActionResult> OnPostLowerAsync(long id, CancellationToken ct)
    {
        if (!await MayAsync("awards.prepare"))
        {
            return Forbid();
        }

        return await TryAsync(async () =>
        {
            await lower.ProposeAsync(id, Current.Change(LowerAwards.Act, Reason), ct);
            Done(Words["The lowering waits for a second person."]);
            return Redirect($"/eligibility/recalculations/{id}");
        });
    }

    /// <inheritdoc />
    protected override Task OnRedisplayAsync() => LoadAsync(long.Parse(RouteData.Values["id"]?.ToString() ?? "0", CultureInfo.InvariantCulture), HttpContext.RequestAborted);

    private async Task LoadAsync(long id, CancellationToken ct)
    {
        Recalculation = await db.Recalculations.AsNoTracking().SingleOrDefaultAsync(r => r.Id == id, ct) ?? throw new Refused("recalculation.unknown", $"There is no recalculation {id}.");
        Run = await db.Runs.AsNoTracking().SingleOrDefaultAsync(r => r.Id == Recalculation.RunId, ct);
        (Rows, Next) = await ListDifferences.PageAsync(db, id, Kind, After, PageRows, ct);
        await LoadOpenAsync(Recalculation.Scheme, ct);

        Falling = (await LowerAwards.Reached(db, Recalculation).CountAsync(ct), await LowerAwards.Reached(db, Recalculation).CountAsync(d => d.NowMinor == 0, ct));
        MaySubmit = Recalculation is { FinishedAt: not null, ApprovedAt: null } && Open.Count == 0 && await db.AwardDifferences.AnyAsync(d => d.RecalculationId == id && d.DifferenceMinor != 0, ct);
    }
}
