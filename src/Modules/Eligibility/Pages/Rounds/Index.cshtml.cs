using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using Spmis.Eligibility.Rounds;
using Spmis.Eligibility.Schemes;
using Spmis.Kernel.Access;
using Spmis.Values;
using Spmis.Web.Forms;
using Spmis.Web.Shell;

namespace Spmis.Eligibility.Pages.Rounds;

/// <summary>Rounds over the whole register, and the start of a new one.</summary>
[Authorize("eligibility.read")]
public sealed class IndexModel(EligibilityDb db, SchemeBook schemes, StartRound start, CurrentActor current, IAuthorizationService authorization, IStringLocalizer<EligibilityTexts> words) : FormPage
{
    private const int Most = 100;

    /// <summary>The scheme to decide.</summary>
    [BindProperty]
    public string Scheme { get; set; } = "";

    /// <summary>For which month.</summary>
    [BindProperty]
    public Month? Month { get; set; }

    /// <summary>Only to look at.</summary>
    [BindProperty]
    public bool DryRun { get; set; }

    /// <summary>Newest first.</summary>
    public IReadOnlyList<EligibilityRound> All { get; private set; } = [];

    /// <summary>Schemes decided in rounds.</summary>
    public IReadOnlyList<Choice> Schemes { get; private set; } = [];

    /// <summary>Draws the list.</summary>
    public async Task OnGetAsync(CancellationToken ct)
    {
        All = await db.Rounds.AsNoTracking().OrderByDescending(r => r.Id).Take(Most).ToListAsync(ct);
        Schemes = [.. (await schemes.SchemesAsync(SchemeUse.Rounds, ct)).Select(s => new Choice(s.Key, s.Value))];
    }

    /// <summary>Starts a round.</summary>
    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        if (!await User.MayAsync("rounds.start", authorization))
        {
            return Forbid();
        }

        return await TryAsync(async () =>
        {
            var started = await start.HandleAsync(new NewRound(Scheme, Month ?? throw new InvalidOperationException("Checked before.")) { DryRun = DryRun }, current.Change(RoundWorker.RunKind), ct);
            Done(started.StartedBefore ? words["There was a round for this scheme and month already; nothing was done twice."] : words["The round has begun."]);
            return Redirect($"/eligibility/rounds/{started.RoundId}");
        });
    }

    /// <inheritdoc />
    protected override void Check()
    {
        if (Scheme.Length == 0)
        {
            Refuse(nameof(Scheme), words["Choose the scheme."]);
        }

        if (Month is null)
        {
            Refuse(nameof(Month), words["Write year and month as 2026-07."]);
        }
    }

    /// <inheritdoc />
    protected override Task OnRedisplayAsync() => OnGetAsync(HttpContext.RequestAborted);
}
