using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Spmis.Kernel.Access;
using Spmis.Payments.Batches;
using Spmis.Payments.Reconciliation;

namespace Spmis.Payments.Pages.Payments;

/// <summary>Batches with what became of them; an agency's user sees that agency's.</summary>
[Authorize(Policy = "payments.batches")]
public sealed class BatchesModel(PaymentsDb db, BatchFigures figures, MissingAnswers missing, CurrentActor current) : PageModel
{
    private const int PageRows = 25;

    [BindProperty(SupportsGet = true)]
    public long? After { get; set; }

    public IReadOnlyList<(Batch Batch, BatchReconciliation Figures)> Rows { get; private set; } = [];

    public string? Next { get; private set; }

    /// <summary>Payments of agencies the user may see that should have been answered by now.</summary>
    public long Overdue { get; private set; }

    public async Task OnGetAsync(CancellationToken ct)
    {
        var before = After ?? long.MaxValue;
        var found = await db.Batches.AsNoTracking().VisibleTo(current.Actor).Where(b => b.Id < before).OrderByDescending(b => b.Id).Take(PageRows + 1).ToListAsync(ct);
        var shown = found.Take(PageRows).ToList();
        var sums = await figures.OfAsync(shown, ct);
        Rows = [.. shown.Select(b => (b, sums[b.Id]))];
        Overdue = await missing.CountAsync(current.Change("payments.look").Today, current.Actor, null, ct);
        Next = found.Count > PageRows ? shown[^1].Id.ToString(System.Globalization.CultureInfo.InvariantCulture) : null;
    }
}
