using System.Globalization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using Spmis.Eligibility.Recertifications;
using Spmis.Eligibility.Schemes;
using Spmis.Kernel.Access;
using Spmis.Values;
using Spmis.Web.Forms;
using Spmis.Web.Shell;

namespace Spmis.Eligibility.Pages.Recertifications;

/// <summary>Recertifications and the start of one.</summary>
[Authorize("eligibility.read")]
public sealed class IndexModel(EligibilityDb db, SchemeBook schemes, StartRecertification start, CurrentActor current, IAuthorizationService authorization, IStringLocalizer<EligibilityTexts> words) : FormPage
{
    private const int Most = 100;
    private const string ProgrammePrefix = "programme:";

    /// <summary>A scheme's id, or a programme's code behind <c>programme:</c>.</summary>
    [BindProperty]
    public string Whose { get; set; } = "";

    /// <summary>The first month that those who leave are not paid.</summary>
    [BindProperty]
    public Month? Month { get; set; }

    /// <summary>Newest first.</summary>
    public IReadOnlyList<AwardRecertification> All { get; private set; } = [];

    /// <summary>Programmes, and schemes decided in rounds.</summary>
    public IReadOnlyList<Choice> Choices { get; private set; } = [];

    /// <summary>Draws the list.</summary>
    public async Task OnGetAsync(CancellationToken ct)
    {
        All = await db.Recertifications.AsNoTracking().OrderByDescending(r => r.Id).Take(Most).ToListAsync(ct);
        var programmes = await db.Programmes.AsNoTracking().OrderBy(p => p.Code).Take(Most).ToListAsync(ct);
        Choices = [.. programmes.Select(p => new Choice(ProgrammePrefix + p.Code, $"{p.Code}: {p.Title}")), .. (await schemes.SchemesAsync(SchemeUse.Rounds, ct)).Select(s => new Choice(s.Key, s.Value))];
    }

    /// <summary>Starts it.</summary>
    public Task<IActionResult> OnPostStartAsync(CancellationToken ct) => PostAsync(false, ct);

    /// <summary>Only shows who would leave.</summary>
    public Task<IActionResult> OnPostDryRunAsync(CancellationToken ct) => PostAsync(true, ct);

    /// <inheritdoc />
    protected override void Check()
    {
        if (Whose.Length == 0)
        {
            Refuse(nameof(Whose), words["Choose the scheme or programme."]);
        }

        if (Month is null)
        {
            Refuse(nameof(Month), words["Write year and month as 2026-07."]);
        }
    }

    /// <inheritdoc />
    protected override Task OnRedisplayAsync() => OnGetAsync(HttpContext.RequestAborted);

    private async Task<IActionResult> PostAsync(bool dryRun, CancellationToken ct) => !await User.MayAsync("rounds.start", authorization) ? Forbid() : await TryAsync(async () =>
    {
        var month = Month ?? throw new InvalidOperationException("Checked before.");
        var programme = Whose.StartsWith(ProgrammePrefix, StringComparison.Ordinal) ? Whose[ProgrammePrefix.Length..] : null;
        var started = await start.HandleAsync(new NewRecertification(programme is null ? Whose : "", month, dryRun) { Programme = programme }, current.Change(RecertificationWorker.RunKind), ct);
        Done(started.StartedBefore ? words["There is a recertification for this and the month already; nothing was done twice."] : words["The awards are being looked at once more."]);
        return Redirect(string.Create(CultureInfo.InvariantCulture, $"/eligibility/recertifications/{started.RecertificationId}"));
    });
}
