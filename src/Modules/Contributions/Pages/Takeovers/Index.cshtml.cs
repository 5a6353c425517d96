using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using Spmis.Contributions.Copies;
using Spmis.Contributions.Takeover;
using Spmis.Kernel.Access;
using Spmis.Values;
using Spmis.Web.Forms;
using Spmis.Web.Shell;

namespace Spmis.Contributions.Pages.Takeovers;

/// <summary>Takeovers from old systems, and the preparing of one.</summary>
[Authorize(Policy = May.ReadTakeovers)]
[RequestSizeLimit(MaxFile)]
[RequestFormLimits(MultipartBodyLengthLimit = MaxFile)]
public sealed class IndexModel(ContributionsDb db, FindTakeovers find, PrepareTakeover prepare, CheckTakeover check, CurrentActor current, IAuthorizationService authorization, Show show, IStringLocalizer<ContributionsTexts> T) : FormPage
{
    private const long MaxFile = 1024L * 1024 * 1024;
    private const int PageRows = 25;

    [BindProperty(SupportsGet = true)]
    public long? After { get; set; }

    [BindProperty]
    public TakeoverKind Kind { get; set; }

    [BindProperty]
    public string Source { get; set; } = "";

    [BindProperty]
    public string CutOver { get; set; } = "";

    [BindProperty]
    public string Scheme { get; set; } = "";

    [BindProperty]
    public string Controls { get; set; } = "";

    [BindProperty]
    public string DaysPerMonth { get; set; } = PrepareTakeover.UsualDays.ToString(CultureInfo.InvariantCulture);

    [BindProperty]
    public IFormFile? Upload { get; set; }

    public IReadOnlyList<Choice> Kinds => [new(nameof(TakeoverKind.History), T["takeover-kind:History"]), new(nameof(TakeoverKind.Balances), T["takeover-kind:Balances"])];

    public IReadOnlyList<Choice> Schemes { get; private set; } = [];

    public IReadOnlyList<string> Sources { get; private set; } = [];

    public IReadOnlyList<TakeoverBatch> Rows { get; private set; } = [];

    public string? Next { get; private set; }

    public CheckedTakeover? Checked { get; private set; }

    public string Shown(TotalKind kind, long sum, Currency currency) => kind == TotalKind.Months ? show.Count(sum) : show.Money(new Money(sum, currency));

    public async Task OnGetAsync(CancellationToken ct)
    {
        var found = await find.ListAsync(After, PageRows + 1, ct);
        Rows = [.. found.Take(PageRows)];
        Next = found.Count > PageRows ? Rows[^1].Id.ToString(CultureInfo.InvariantCulture) : null;
        Sources = await find.SourcesAsync(ct);
        Schemes = [.. (await db.Set<SchemeInForce>().Where(s => s.Collects).Select(s => s.Scheme).Distinct().OrderBy(s => s).Take(100).ToListAsync(ct)).Select(s => new Choice(s, s))];
    }

    /// <summary>The headings, to be filled in.</summary>
    public FileContentResult OnGetTemplate(TakeoverKind kind) => File(Encoding.UTF8.GetPreamble().Concat(Encoding.UTF8.GetBytes(TakeoverFile.Template(kind))).ToArray(), "text/csv; charset=utf-8", kind == TakeoverKind.History ? "takeover-history.csv" : "takeover-balances.csv");

    public Task<IActionResult> OnPostAsync(CancellationToken ct) => TryAsync(() => ReadAsync(async input =>
    {
        var prepared = await prepare.HandleAsync(input, current.Change(PrepareTakeover.Act), ct);
        Done(prepared.AlreadyTaken ? prepared.Note : T["The file comes to its control totals. Its lines are being looked at."]);
        return Redirect($"/contributions/takeovers/{prepared.BatchId}");
    }));

    public Task<IActionResult> OnPostCheckAsync(CancellationToken ct) => TryAsync(() => ReadAsync(async input =>
    {
        Checked = await check.HandleAsync(input, current.Change("takeovers.check"), ct);
        FormKey = null;
        await OnGetAsync(ct);
        return Page();
    }));

    /// <inheritdoc />
    protected override void Check()
    {
        if (Source.Trim().Length == 0)
        {
            Refuse(nameof(Source), T["Name the old system."]);
        }

        if (!Month.TryParse(CutOver.Trim(), out _))
        {
            Refuse(nameof(CutOver), T["Write the month as 2026-01."]);
        }

        if (!int.TryParse(DaysPerMonth.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out _))
        {
            Refuse(nameof(DaysPerMonth), T["Write a whole number."]);
        }

        if (Upload is null || Upload.Length == 0)
        {
            Refuse(nameof(Upload), T["Choose the file of the old system."]);
        }
    }

    /// <inheritdoc />
    protected override Task OnRedisplayAsync() => OnGetAsync(HttpContext.RequestAborted);

    private async Task<IActionResult> ReadAsync(Func<NewTakeover, Task<IActionResult>> act)
    {
        if (!await User.MayAsync(May.PrepareTakeovers, authorization))
        {
            return Forbid();
        }

        if (Upload is not { } upload)
        {
            return Page(); // Said by the check before.
        }

        await using var content = upload.OpenReadStream();
        return await act(new NewTakeover
        {
            Kind = Kind, Source = Source, CutOver = Month.Parse(CutOver.Trim()), Scheme = Scheme.Length == 0 ? null : Scheme, Controls = Controls, DaysPerMonth = int.Parse(DaysPerMonth.Trim(), NumberStyles.None, CultureInfo.InvariantCulture), File = content, FileName = upload.FileName, Length = upload.Length,
        });
    }
}
