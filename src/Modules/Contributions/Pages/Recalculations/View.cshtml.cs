using System.Globalization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using Spmis.Contributions.Recalculations;
using Spmis.Kernel.Access;
using Spmis.Kernel.Proposals;
using Spmis.Kernel.Runs;
using Spmis.Web.Forms;
using Spmis.Web.Shell;

namespace Spmis.Contributions.Pages.Recalculations;

/// <summary>One recalculation: sums, approval, and each line and payment that comes out otherwise.</summary>
[Authorize(Policy = May.ReadRecalculations)]
public sealed class ViewModel(ContributionsDb db, ListRecalculations list, ApproveRecalculation approve, CurrentActor current, IAuthorizationService authorization, IStringLocalizer<ContributionsTexts> T) : FormPage
{
    private const int PageRows = 25;

    [BindProperty(SupportsGet = true)]
    public long Id { get; set; }

    [BindProperty(SupportsGet = true)]
    public DifferenceKind? Kind { get; set; }

    /// <summary><c>employer</c> for sums by employer.</summary>
    [BindProperty(SupportsGet = true)]
    public string By { get; set; } = "";

    /// <summary>Of one employer only; <c>own</c> for own payments.</summary>
    [BindProperty(SupportsGet = true)]
    public string Employer { get; set; } = "";

    [BindProperty(SupportsGet = true)]
    public bool LeftOut { get; set; }

    [BindProperty(SupportsGet = true)]
    public string After { get; set; } = "";

    [BindProperty]
    public string DueOn { get; set; } = "";

    public bool ByEmployer => By == "employer";

    public Recalculation Recalculation { get; private set; } = null!; // Loaded before the page is drawn.

    public Run? Run { get; private set; }

    public IReadOnlyList<Proposal> Proposals { get; private set; } = [];

    public bool MaySubmit { get; private set; }

    public IReadOnlyList<AssessmentDifference> Rows { get; private set; } = [];

    public IReadOnlyList<EmployerDifference> Employers { get; private set; } = [];

    public string? Next { get; private set; }

    public Task OnGetAsync() => OnRedisplayAsync();

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        if (!await User.MayAsync(May.Recalculate, authorization))
        {
            return Forbid();
        }

        return await TryAsync(async () =>
        {
            await approve.ProposeAsync(Id, ReadDueOn(), current.Change(ApproveRecalculation.Act), ct);
            Done(T["It waits for a second person."]);
            return Redirect($"/contributions/recalculations/{Id}");
        });
    }

    /// <inheritdoc />
    protected override void Check()
    {
        if (DueOn.Trim().Length > 0 && ReadDueOn() is null)
        {
            Refuse(nameof(DueOn), T["Write the day as 2026-09-30."]);
        }
    }

    /// <inheritdoc />
    protected override async Task OnRedisplayAsync()
    {
        var ct = HttpContext.RequestAborted;
        Recalculation = await list.ReadAsync(Id, ct);
        var key = string.Create(CultureInfo.InvariantCulture, $"{(Recalculation.ApprovedAt is null ? RecalculateWorker.RunKind : PostWorker.RunKind)}:{Id}");
        Run = await db.Runs.AsNoTracking().SingleOrDefaultAsync(r => r.Key == key, ct);
        var subject = Id.ToString(CultureInfo.InvariantCulture);
        Proposals = await db.Proposals.AsNoTracking().Where(p => p.Act == ApproveRecalculation.Act && p.Subject == subject).OrderByDescending(p => p.Id).Take(5).ToListAsync(ct);
        MaySubmit = ApproveRecalculation.Obstacle(Recalculation) is null && Recalculation.Differences > Recalculation.ByHand && Proposals.All(p => p.DecidedAt is not null) && await User.MayAsync(May.Recalculate, authorization);
        if (ByEmployer)
        {
            (Employers, Next) = await list.EmployersAsync(Id, After.Length == 0 ? null : After, PageRows, ct);
            return;
        }

        var employer = Employer switch { "" => null, "own" => "", _ => Employer };
        (Rows, Next) = await list.DifferencesAsync(Id, Kind, employer, LeftOut, long.TryParse(After, NumberStyles.None, CultureInfo.InvariantCulture, out var after) ? after : 0, PageRows, ct);
    }

    private DateOnly? ReadDueOn() => DateOnly.TryParseExact(DueOn.Trim(), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;
}
