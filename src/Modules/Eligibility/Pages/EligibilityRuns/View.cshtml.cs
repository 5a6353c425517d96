using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using Spmis.Eligibility.Awards;
using Spmis.Eligibility.LifeCertificates;
using Spmis.Eligibility.Rounds;
using Spmis.Eligibility.Statements;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Runs;

namespace Spmis.Eligibility.Pages.EligibilityRuns;

/// <summary>The progress of a file taken in, with a verdict for each line that was refused or needs a look.</summary>
[Authorize("eligibility.read")]
public sealed class ViewModel(EligibilityDb db, IStringLocalizer<EligibilityTexts> words) : PageModel
{
    private const int Rows = 25;

    /// <summary>Go on after this line.</summary>
    [BindProperty(SupportsGet = true)]
    public long After { get; set; }

    /// <summary>The run.</summary>
    public Run Run { get; private set; } = null!; // Loaded before the page is drawn.

    /// <summary>Where the run belongs.</summary>
    public (string Href, string Words) Back => Run.Kind switch
    {
        StatementsWorker.RunKind => ("/eligibility/statements", words["Pension statements"]),
        TakeOverWorker.RunKind => ("/awards", words["Awards"]),
        CommunityWorker.RunKind => ("/eligibility/rounds", words["Rounds"]),
        _ => ("/eligibility/certificates", words["Life certificates"]),
    };

    /// <summary>Lines refused or noted.</summary>
    public IReadOnlyList<RunLine> Lines { get; private set; } = [];

    /// <summary>Key of the next page.</summary>
    public string? Next { get; private set; }

    /// <summary>Draws the page.</summary>
    public async Task OnGetAsync(long id, CancellationToken ct)
    {
        List<string> kinds = [ProofsWorker.RunKind, CertificatesWorker.RunKind, StatementsWorker.RunKind, CommunityWorker.RunKind, TakeOverWorker.RunKind];
        Run = await db.RunsSeen.AsNoTracking().SingleOrDefaultAsync(r => r.Id == id && kinds.Contains(r.Kind), ct) ?? throw new Refused("run.unknown", $"There is no run {id} here.");
        var rows = await db.RunLines.AsNoTracking().Where(l => l.RunId == id && l.Verdict != RunLine.AcceptedVerdict && l.Line > After).OrderBy(l => l.Line).ThenBy(l => l.Part).Take(Rows + 1).ToListAsync(ct);
        (Lines, Next) = ([.. rows.Take(Rows)], rows.Count > Rows ? $"{rows[Rows - 1].Line}" : null);
    }
}
