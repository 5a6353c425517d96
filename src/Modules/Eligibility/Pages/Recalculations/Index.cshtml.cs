using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using Spmis.Eligibility.Recalculations;
using Spmis.Eligibility.Schemes;
using Spmis.Kernel.Access;
using Spmis.Web.Forms;
using Spmis.Web.Shell;

namespace Spmis.Eligibility.Pages.Recalculations;

/// <summary>Benefits reckoned once more after a change of the law, and the start of it by hand.</summary>
[Authorize("eligibility.read")]
public sealed class IndexModel(EligibilityDb db, SchemeBook schemes, StartRecalculation start, CurrentActor current, IAuthorizationService authorization, IStringLocalizer<EligibilityTexts> words) : FormPage
{
    private const int Most = 100;

    /// <summary>The scheme.</summary>
    [BindProperty]
    public string Scheme { get; set; } = "";

    /// <summary>Newest first.</summary>
    public IReadOnlyList<Recalculation> All { get; private set; } = [];

    /// <summary>Benefits in force.</summary>
    public IReadOnlyList<Choice> Schemes { get; private set; } = [];

    /// <summary>Draws the list.</summary>
    public async Task OnGetAsync(CancellationToken ct)
    {
        All = await db.Recalculations.AsNoTracking().OrderByDescending(r => r.Id).Take(Most).ToListAsync(ct);
        Schemes = [.. (await schemes.SchemesAsync(SchemeUse.Rounds, ct)).Concat(await schemes.SchemesAsync(SchemeUse.Claims, ct)).Select(s => new Choice(s.Key, s.Value))];
    }

    /// <summary>Starts it.</summary>
    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        if (!await User.MayAsync("awards.prepare", authorization))
        {
            return Forbid();
        }

        return await TryAsync(async () =>
        {
            var started = await start.HandleAsync(Scheme, null, current.Change(RecalculateWorker.RunKind), ct);
            Done(started.StartedBefore ? words["This was reckoned already; nothing was done twice."] : words["The months are being reckoned again."]);
            return Redirect($"/eligibility/recalculations/{started.RecalculationId}");
        });
    }

    /// <inheritdoc />
    protected override void Check()
    {
        if (Scheme.Length == 0)
        {
            Refuse(nameof(Scheme), words["Choose the scheme."]);
        }
    }

    /// <inheritdoc />
    protected override Task OnRedisplayAsync() => OnGetAsync(HttpContext.RequestAborted);
}
