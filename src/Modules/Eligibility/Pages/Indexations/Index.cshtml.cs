using System.Globalization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using Spmis.Eligibility.Indexations;
using Spmis.Eligibility.Schemes;
using Spmis.Kernel.Access;
using Spmis.Values;
using Spmis.Web.Forms;
using Spmis.Web.Shell;

namespace Spmis.Eligibility.Pages.Indexations;

/// <summary>Awards in payment raised by scheme and month, and the start of it.</summary>
[Authorize("eligibility.read")]
public sealed class IndexModel(EligibilityDb db, SchemeBook schemes, StartIndexation start, CurrentActor current, IAuthorizationService authorization, IStringLocalizer<EligibilityTexts> words) : FormPage
{
    private const int Most = 100;

    /// <summary>The scheme.</summary>
    [BindProperty]
    public string Scheme { get; set; } = "";

    /// <summary>First month with the new amounts.</summary>
    [BindProperty]
    public Month? Month { get; set; }

    /// <summary>A stated rate, 5.5 for 5.5 per cent.</summary>
    [BindProperty]
    public decimal? Percent { get; set; }

    /// <summary>A stated flat amount.</summary>
    [BindProperty]
    public string? Flat { get; set; }

    /// <summary>Which law or order states them.</summary>
    [BindProperty]
    public string? LegalSource { get; set; }

    /// <summary>Newest first.</summary>
    public IReadOnlyList<Indexation> All { get; private set; } = [];

    /// <summary>Benefits in force.</summary>
    public IReadOnlyList<Choice> Schemes { get; private set; } = [];

    /// <summary>Draws the list.</summary>
    public async Task OnGetAsync(CancellationToken ct)
    {
        All = await db.Indexations.AsNoTracking().OrderByDescending(x => x.Id).Take(Most).ToListAsync(ct);
        Schemes = [.. (await schemes.SchemesAsync(SchemeUse.Claims, ct)).Concat(await schemes.SchemesAsync(SchemeUse.Rounds, ct)).Select(s => new Choice(s.Key, s.Value))];
    }

    /// <summary>Starts it.</summary>
    public Task<IActionResult> OnPostStartAsync(CancellationToken ct) => PostAsync(false, ct);

    /// <summary>Only shows what would change.</summary>
    public Task<IActionResult> OnPostDryRunAsync(CancellationToken ct) => PostAsync(true, ct);

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

    private async Task<IActionResult> PostAsync(bool dryRun, CancellationToken ct)
    {
        if (!await User.MayAsync("awards.prepare", authorization))
        {
            return Forbid();
        }

        return await TryAsync(async () =>
        {
            var month = Month ?? throw new InvalidOperationException("Checked before.");
            var flat = string.IsNullOrWhiteSpace(Flat) ? null : ReadMoney(nameof(Flat), Flat, (await schemes.OnAsync(Scheme, month.First, ct)).Rules.Currency);
            if (!ModelState.IsValid)
            {
                return Page();
            }

            var input = new NewIndexation(Scheme, month.First, dryRun) { Rate = Percent / 100, FlatMinor = flat?.Minor, LegalSource = LegalSource };
            var started = await start.HandleAsync(input, current.Change(IndexationWorker.RunKind), ct);
            Done(started.StartedBefore ? words["There is an indexation for this scheme and month already; nothing was done twice."] : words["The new amounts are being reckoned."]);
            return Redirect(string.Create(CultureInfo.InvariantCulture, $"/eligibility/indexations/{started.IndexationId}"));
        });
    }
}
