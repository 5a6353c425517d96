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
public sealed class IndexModel(EligibilityDb db, SchemeBook schemes, DetermineClaims determine, CurrentActor current, IAuthorizationService authorization, IStringLocalizer<EligibilityTexts> words) : FormPage
{
    private const int Rows = 25;

    /// <summary>waiting, cannot-tell, yes, no or all.</summary>
    [BindProperty(SupportsGet = true)]
    public string State { get; set; } = "waiting";

    /// <summary>Go on after this number.</summary>
    [BindProperty(SupportsGet = true)]
    public string After { get; set; } = "";

    /// <summary>The scheme to decide.</summary>
    [BindProperty]
    public string Scheme { get; set; } = "";

    /// <summary>The claims listed, in the order of filing.</summary>
    public IReadOnlyList<Claim> Claims { get; private set; } = [];

    /// <summary>Key of the next page.</summary>
    public string? Next { get; private set; }

    /// <summary>How many there are of the kind listed.</summary>
    public int Count { get; private set; }

    /// <summary>Schemes with claims that wait.</summary>
    public IReadOnlyList<Choice> Schemes { get; private set; } = [];

    /// <summary>Draws the queue.</summary>
    public async Task OnGetAsync(CancellationToken ct)
    {
        var claims = State switch
        {
            "cannot-tell" => db.Claims.Where(c => c.Outcome == Answer.CannotTell),
            "yes" => db.Claims.Where(c => c.Outcome == Answer.Yes),
            "no" => db.Claims.Where(c => c.Outcome == Answer.No),
            "all" => db.Claims,
            _ => db.Claims.Where(c => c.Outcome == null),
        };
        Count = await claims.CountAsync(ct);
        var after = After;
        var rows = await claims.AsNoTracking().Where(c => string.Compare(c.Number, after) > 0).OrderBy(c => c.Number).Take(Rows + 1).ToListAsync(ct);
        (Claims, Next) = ([.. rows.Take(Rows)], rows.Count > Rows ? rows[Rows - 1].Number : null);
        var waiting = await db.Claims.Where(c => c.Outcome == null).Select(c => c.Scheme).Distinct().ToListAsync(ct);
        Schemes = [.. (await schemes.SchemesAsync(SchemeUse.Claims, ct)).Where(s => waiting.Contains(s.Key)).Select(s => new Choice(s.Key, s.Value))];
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
