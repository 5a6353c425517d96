using System.Globalization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Spmis.Contributions.Receipts;
using Spmis.Kernel.Access;
using Spmis.Kernel.Runs;
using Spmis.Values;
using Spmis.Web.Shell;

namespace Spmis.Contributions.Pages.Receipts;

/// <summary>What became of a statement's money, and the lines that need looking at.</summary>
[Authorize(Policy = May.ReadReceipts)]
public sealed class StatementModel(ContributionsDb db, FindReceipts find, IdentifierMask mask, Show show) : PageModel
{
    private const int PageRows = 25;

    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    [BindProperty(SupportsGet = true)]
    public long? After { get; set; }

    public StatementFile Statement { get; private set; } = null!; // Loaded before the page is drawn.

    public Run? Run { get; private set; }

    public long Allocated { get; private set; }

    public long Refunded { get; private set; }

    public long Held => Statement.ReceivedMinor - Allocated - Refunded;

    public IReadOnlyList<RunLine> Lines { get; private set; } = [];

    public string? Next { get; private set; }

    public string Money(long minor) => Statement.Currency is { } code ? show.Money(new Money(minor, Currency.Of(code))) : "–";

    public async Task OnGetAsync(CancellationToken ct)
    {
        Statement = await find.StatementAsync(Id, ct);
        Run = await db.Runs.AsNoTracking().SingleOrDefaultAsync(r => r.Id == Statement.RunId, ct);
        var receipts = db.Set<Receipt>().Where(r => r.StatementId == Id);
        Allocated = await receipts.SumAsync(r => r.AllocatedMinor, ct);
        Refunded = await receipts.SumAsync(r => r.RefundedMinor, ct);
        var after = After ?? long.MinValue;
        var found = await db.RunLines.AsNoTracking().Where(l => l.RunId == Statement.RunId && l.Line > after && l.Verdict != RunLine.AcceptedVerdict).OrderBy(l => l.Line).ThenBy(l => l.Part).Take(PageRows + 1).ToListAsync(ct);
        Lines = await mask.LinesAsync([.. found.Take(PageRows)]);
        Next = found.Count > PageRows ? Lines[^1].Line.ToString(CultureInfo.InvariantCulture) : null;
    }
}
