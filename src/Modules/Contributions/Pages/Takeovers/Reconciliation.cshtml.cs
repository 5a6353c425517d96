using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Spmis.Contributions.Takeover;

namespace Spmis.Contributions.Pages.Takeovers;

/// <summary>An old system's books against ours, by year and kind.</summary>
[Authorize(Policy = May.ReadTakeovers)]
public sealed class ReconciliationModel(ContributionsDb db, ReconcileTakeover reconcile, WriteTakeover write) : PageModel
{
    private const int MostBatches = 100;

    [BindProperty(SupportsGet = true)]
    public string Source { get; set; } = "";

    public Reconciliation Found { get; private set; } = null!; // Loaded before the page is drawn.

    public IReadOnlyList<TakeoverBatch> Batches { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken ct)
    {
        Found = await reconcile.HandleAsync(Source, ct);
        Batches = await db.Set<TakeoverBatch>().AsNoTracking().Where(b => b.Source == Source && b.UndoneAt == null).OrderByDescending(b => b.Id).Take(MostBatches).ToListAsync(ct);
    }

    /// <summary>The same as CSV.</summary>
    public async Task<IActionResult> OnGetCsvAsync(CancellationToken ct)
    {
        Response.ContentType = "text/csv; charset=utf-8";
        Response.Headers.ContentDisposition = "attachment; filename=\"takeover-reconciliation.csv\"";
        await write.ReconciliationAsync(Source, Response.Body, ct);
        return new EmptyResult();
    }
}
