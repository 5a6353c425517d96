using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Spmis.Eligibility.Appeals;

namespace Spmis.Eligibility.Pages.Appeals;

/// <summary>The worklist of appeals, those to be decided first on top, and what waits for a second person.</summary>
[Authorize("eligibility.read")]
public sealed class IndexModel(EligibilityDb db, TimeProvider time) : ApprovalPage(Approvals.OfDecisions, "determinations.approve")
{
    private const int Size = 25;

    /// <summary>Those decided instead of those that wait.</summary>
    [BindProperty(SupportsGet = true)]
    public bool Decided { get; set; }

    /// <summary>Go on after so many.</summary>
    [BindProperty(SupportsGet = true)]
    public int After { get; set; }

    /// <summary>The appeals listed.</summary>
    public IReadOnlyList<Appeal> Rows { get; private set; } = [];

    /// <summary>How many there are of the kind listed.</summary>
    public int Count { get; private set; }

    /// <summary>Key of the next page.</summary>
    public string? Next { get; private set; }

    /// <summary>Today.</summary>
    public DateOnly Today => DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);

    /// <summary>Draws the list.</summary>
    public async Task OnGetAsync(CancellationToken ct)
    {
        var appeals = db.Appeals.AsNoTracking().Where(a => Decided ? a.Outcome != null : a.Outcome == null);
        Count = await appeals.CountAsync(ct);
        After = Math.Clamp(After, 0, 10_000);
        var ordered = Decided ? appeals.OrderByDescending(a => a.Number) : appeals.OrderBy(a => a.DecideBy == null).ThenBy(a => a.DecideBy).ThenBy(a => a.Number);
        Rows = await ordered.Skip(After).Take(Size).ToListAsync(ct);
        Next = After + Rows.Count < Count && Rows.Count == Size ? $"{After + Size}" : null;
        await LoadOpenAsync(null, ct);
    }

    /// <inheritdoc />
    protected override Task OnRedisplayAsync() => OnGetAsync(HttpContext.RequestAborted);
}
