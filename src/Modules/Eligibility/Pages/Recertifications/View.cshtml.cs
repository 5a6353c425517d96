using System.Globalization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Spmis.Eligibility.Determinations;
using Spmis.Eligibility.Recertifications;
using Spmis.Eligibility.Schemes;
using Spmis.Kernel.Access;
using Spmis.Kernel.Runs;
using Spmis.Rules;

namespace Spmis.Eligibility.Pages.Recertifications;

/// <summary>One recertification: progress, counts, approval, and what becomes of each award.</summary>
[Authorize("eligibility.read")]
public sealed class ViewModel(EligibilityDb db, SchemeBook schemes, PersonsShown shown) : ApprovalPage([ApproveExits.Act], "awards.approve")
{
    private const int PageRows = 25;

    /// <summary>Which awards are listed; who is not entitled any more when left out.</summary>
    [BindProperty(SupportsGet = true)]
    public RecertificationKind Kind { get; set; } = RecertificationKind.NotEntitled;

    /// <summary>Go on after this award number.</summary>
    [BindProperty(SupportsGet = true)]
    public string After { get; set; } = "";

    /// <summary>The recertification.</summary>
    public AwardRecertification Recertification { get; private set; } = null!; // Loaded before the page is drawn.

    /// <summary>Its run.</summary>
    public Run? Run { get; private set; }

    /// <summary>The awards listed.</summary>
    public IReadOnlyList<RecertificationLine> Rows { get; private set; } = [];

    /// <summary>Key of the next page.</summary>
    public string? Next { get; private set; }

    private Scheme? Rules { get; set; }

    /// <summary>A fact's name for people.</summary>
    public string Label(string fact) => Rules is null ? fact : FactLabels.Of(Rules, fact, CultureInfo.CurrentUICulture.TwoLetterISOLanguageName);

    /// <summary>Draws the page.</summary>
    public async Task OnGetAsync(long id, CancellationToken ct)
    {
        Recertification = await ApproveExits.FindAsync(db, id, ct);
        Rules = (await schemes.ByHashAsync(Recertification.PackageHash, ct)).Rules;
        Run = await db.Runs.AsNoTracking().SingleOrDefaultAsync(r => r.Id == Recertification.RunId, ct);
        var (kind, after) = (Kind, After);
        var rows = await db.RecertificationLines.AsNoTracking().Where(l => l.RecertificationId == id && l.Kind == kind && string.Compare(l.AwardNumber, after) > 0).OrderBy(l => l.AwardNumber).Take(PageRows + 1).ToListAsync(ct);
        (Rows, Next) = ([.. rows.Take(PageRows)], rows.Count > PageRows ? rows[PageRows - 1].AwardNumber : null);
        shown.Add(Rows.Select(l => l.PersonNumber));
        await LoadOpenAsync(ApproveExits.SubjectOf(id), ct);
    }

    /// <inheritdoc />
    protected override Task OnRedisplayAsync() => OnGetAsync(long.Parse(RouteData.Values["id"]?.ToString() ?? "0", CultureInfo.InvariantCulture), HttpContext.RequestAborted);
}
