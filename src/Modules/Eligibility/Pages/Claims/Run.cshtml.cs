using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Spmis.Eligibility.Claims;
using Spmis.Eligibility.Determinations;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Runs;

namespace Spmis.Eligibility.Pages.Claims;

/// <summary>The progress of a file of claims, or of deciding them, with a verdict for each line refused.</summary>
[Authorize("eligibility.read")]
public sealed class RunModel(EligibilityDb db) : PageModel
{
    private const int Rows = 25;

    /// <summary>Go on after this line.</summary>
    [BindProperty(SupportsGet = true)]
    public long After { get; set; }

    /// <summary>The run.</summary>
    public Run Run { get; private set; } = null!; // Loaded before the page is drawn.

    /// <summary>Lines refused.</summary>
    public IReadOnlyList<RunLine> Lines { get; private set; } = [];

    /// <summary>Key of the next page.</summary>
    public string? Next { get; private set; }

    /// <summary>Draws the page.</summary>
    public async Task OnGetAsync(long id, CancellationToken ct)
    {
        Run = await db.RunsSeen.AsNoTracking().SingleOrDefaultAsync(r => r.Id == id && (r.Kind == ClaimsWorker.RunKind || r.Kind == DetermineWorker.RunKind), ct) ?? throw new Refused("run.unknown", $"There is no run {id} of claims.");
        var rows = await db.RunLines.AsNoTracking().Where(l => l.RunId == id && l.Verdict == RunLine.RefusedVerdict && l.Line > After).OrderBy(l => l.Line).ThenBy(l => l.Part).Take(Rows + 1).ToListAsync(ct);
        (Lines, Next) = ([.. rows.Take(Rows)], rows.Count > Rows ? $"{rows[Rows - 1].Line}" : null);
    }
}
