using System.Globalization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using Spmis.Contributions.Copies;
using Spmis.Contributions.Recalculations;
using Spmis.Kernel.Access;
using Spmis.Values;
using Spmis.Web.Forms;
using Spmis.Web.Shell;

namespace Spmis.Contributions.Pages.Recalculations;

/// <summary>Contributions reckoned once more after a change of the law, and the start of it by hand.</summary>
[Authorize(Policy = May.ReadRecalculations)]
public sealed class IndexModel(ContributionsDb db, ListRecalculations list, StartRecalculation start, CurrentActor current, IAuthorizationService authorization, IStringLocalizer<ContributionsTexts> T) : FormPage
{
    private const int PageRows = 25;

    [BindProperty]
    public string Scheme { get; set; } = "";

    [BindProperty]
    public string From { get; set; } = "";

    /// <summary>Go on behind this one.</summary>
    [BindProperty(SupportsGet = true)]
    public string After { get; set; } = "";

    public IReadOnlyList<Recalculation> All { get; private set; } = [];

    public string? Next { get; private set; }

    public IReadOnlyList<Choice> Schemes { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken ct)
    {
        var found = await list.HandleAsync(long.TryParse(After, NumberStyles.None, CultureInfo.InvariantCulture, out var before) ? before : null, PageRows + 1, ct);
        All = [.. found.Take(PageRows)];
        Next = found.Count > PageRows ? All[^1].Id.ToString(CultureInfo.InvariantCulture) : null;
        Schemes = [.. (await db.Set<SchemeInForce>().Where(s => s.Collects).Select(s => s.Scheme).Distinct().OrderBy(s => s).Take(100).ToListAsync(ct)).Select(s => new Choice(s, s))];
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        if (!await User.MayAsync(May.Recalculate, authorization))
        {
            return Forbid();
        }

        return await TryAsync(async () =>
        {
            var started = await start.HandleAsync(Scheme, From.Trim().Length == 0 ? null : Month.Parse(From.Trim()), current.Change(RecalculateWorker.RunKind), ct);
            Done(T["The contributions are being reckoned again."]);
            return Redirect($"/contributions/recalculations/{started.RecalculationId}");
        });
    }

    /// <inheritdoc />
    protected override void Check()
    {
        if (Scheme.Length == 0)
        {
            Refuse(nameof(Scheme), T["Choose the scheme."]);
        }

        if (From.Trim().Length > 0 && !Month.TryParse(From.Trim(), out _))
        {
            Refuse(nameof(From), T["Write the month as 2026-01."]);
        }
    }

    /// <inheritdoc />
    protected override Task OnRedisplayAsync() => OnGetAsync(HttpContext.RequestAborted);
}
