using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using Spmis.Eligibility.Claims;
using Spmis.Eligibility.Determinations;
using Spmis.Eligibility.Schemes;
using Spmis.Kernel.Access;
using Spmis.Rules;
using Spmis.Web.Forms;
using Spmis.Web.Shell;

namespace Spmis.Eligibility.Pages.Claims;

/// <summary>The queue of claims.</summary>
[Authorize("eligibility.read")]
public sealed class IndexModel(EligibilityDb db, SchemeBook schemes, DetermineClaims determine, OpenDueClaims due, TimeProvider time, CurrentActor current, IAuthorizationService authorization, IStringLocalizer<EligibilityTexts> words) : FormPage
{
    private const int Rows = 25;

    /// <summary>waiting, cannot-tell, drafts, yes, no, closed, cases or all.</summary>
    [BindProperty(SupportsGet = true)]
    public string State { get; set; } = "waiting";

    /// <summary>Go on after so many.</summary>
    [BindProperty(SupportsGet = true)]
    public string After { get; set; } = "";

    /// <summary>The scheme to decide.</summary>
    [BindProperty]
    public string Scheme { get; set; } = "";

    /// <summary>The claims listed.</summary>
    public IReadOnlyList<Claim> Claims { get; private set; } = [];

    /// <summary>Key of the next page.</summary>
    public string? Next { get; private set; }

    /// <summary>How many there are of the kind listed.</summary>
    public int Count { get; private set; }

    /// <summary>Schemes with claims that wait.</summary>
    public IReadOnlyList<Choice> Schemes { get; private set; } = [];

    /// <summary>Cases of survivors, newest first, on their tab.</summary>
    public IReadOnlyList<SurvivorCase> Cases { get; private set; } = [];

    /// <summary>Today.</summary>
    public DateOnly Today => DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);

    /// <summary>Draws the queue: what is overdue first, then what needs a second look, then by the day it is due.</summary>
    public async Task OnGetAsync(CancellationToken ct)
    {
        var after = int.TryParse(After, out var place) ? Math.Clamp(place, 0, 100_000) : 0;
        if (State == "cases")
        {
            Count = await db.SurvivorCases.CountAsync(ct);
            Cases = await db.SurvivorCases.AsNoTracking().OrderByDescending(c => c.Number).Skip(after).Take(Rows).ToListAsync(ct);
            Next = after + Cases.Count < Count ? $"{after + Rows}" : null;
            return;
        }

        var claims = Of(State);
        Count = await claims.CountAsync(ct);
        var today = Today;
        var ordered = State is "yes" ? claims.OrderByDescending(c => c.RiskCount).ThenBy(c => c.Number)
            : State is "no" or "all" or "closed" ? claims.OrderBy(c => c.Number)
            : claims.OrderByDescending(c => c.DecideBy < today).ThenByDescending(c => c.RiskCount).ThenBy(c => c.DecideBy == null).ThenBy(c => c.DecideBy).ThenBy(c => c.Number);
        Claims = await ordered.AsNoTracking().Skip(after).Take(Rows).ToListAsync(ct);
        Next = after + Claims.Count < Count ? $"{after + Rows}" : null;
        var waiting = await Of("waiting").Select(c => c.Scheme).Distinct().ToListAsync(ct);
        Schemes = [.. (await schemes.ClaimedAsync(ct)).Where(s => waiting.Contains(s.Key)).Select(s => new Choice(s.Key, s.Value))];
    }

    private IQueryable<Claim> Of(string state) => state switch
    {
        "cannot-tell" => db.Claims.Where(c => c.Outcome == Answer.CannotTell && c.ClosedAt == null),
        "drafts" => db.Claims.Where(c => c.Draft && c.ClosedAt == null),
        "yes" => db.Claims.Where(c => c.Outcome == Answer.Yes),
        "no" => db.Claims.Where(c => c.Outcome == Answer.No),
        "closed" => db.Claims.Where(c => c.ClosedAt != null),
        "all" => db.Claims,
        _ => db.Claims.Where(c => c.Outcome == null && !c.Draft && c.ClosedAt == null),
    };

    /// <summary>Opens the claims that fell due up to today.</summary>
    public async Task<IActionResult> OnPostDueAsync(CancellationToken ct)
    {
        if (!await User.MayAsync("claims.file", authorization))
        {
            return Forbid();
        }

        return await TryAsync(async () =>
        {
            var change = current.Change(OpenDueWorker.RunKind);
            var runs = await due.HandleAsync(change.Today, null, change, ct);
            Done(runs.Count == 0 ? words["No package in force opens claims by itself."] : words["Claims that fall due are being opened."]);
            return Redirect("/claims?state=drafts");
        });
    }

    /// <summary>Decides all claims of a scheme that wait.</summary>
    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        if (!await User.MayAsync("claims.determine", authorization))
        {
            return Forbid();
        }

        return await TryAsync(async () =>
        {
            var started = await determine.HandleAsync(Scheme, current.Change("claims.determine"), ct);
            Done(words["{0} claims are being decided.", started.Waiting]);
            return started.RunId is { } run ? Redirect($"/claims/runs/{run}") : Redirect("/claims");
        });
    }

    /// <inheritdoc />
    protected override Task OnRedisplayAsync() => OnGetAsync(HttpContext.RequestAborted);
}
