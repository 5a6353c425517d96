using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using Spmis.Kernel.Access;
using Spmis.Kernel.Acts;
using Spmis.Payments.Cycles;
using Spmis.Payments.PaymentRuns;
using Spmis.Values;
using Spmis.Web.Forms;
using Spmis.Web.Shell;

namespace Spmis.Payments.Pages.Payments;

/// <summary>A cycle with its payment runs.</summary>
public sealed record CycleRow(Cycle Cycle, IReadOnlyList<PaymentRun> Runs);

/// <summary>Cycles and their payment runs; opens a cycle, starts a run.</summary>
[Authorize(Policy = "payments.read")]
public sealed class IndexModel(PaymentsDb db, OpenCycle open, PreparePaymentRun prepare, CurrentActor current, IAuthorizationService authorization, IStringLocalizer<PaymentsTexts> T) : FormPage
{
    private const int Months = 12;

    [BindProperty]
    public string Month { get; set; } = "";

    [BindProperty]
    public string? Scheme { get; set; }

    [BindProperty]
    public CycleKind Kind { get; set; }

    [BindProperty]
    public Month? FromMonth { get; set; }

    public IEnumerable<Choice> Kinds => Enum.GetValues<CycleKind>().Select(k => new Choice(k.ToString(), T[$"cycle:{k}"]));

    [BindProperty]
    public DateOnly? ValueDate { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? After { get; set; }

    public IReadOnlyList<CycleRow> Cycles { get; private set; } = [];

    public string? Next { get; private set; }

    public async Task OnGetAsync(CancellationToken ct) => await LoadAsync(ct);

    public Task<IActionResult> OnPostOpenAsync(CancellationToken ct) => TryAsync(async () =>
    {
        if (!await User.MayAsync("payments.prepare", authorization))
        {
            return Forbid();
        }

        if (!Values.Month.TryParse(Month.Trim(), out var month))
        {
            Refuse(nameof(Month), T["Enter year and month, such as 2026-07"]);
        }

        if (ValueDate is null)
        {
            Refuse(nameof(ValueDate), T["Enter the value date"]);
        }

        if (!ModelState.IsValid || ValueDate is not { } valueDate)
        {
            return Page();
        }

        await open.HandleAsync(new NewCycle { Month = month, Scheme = string.IsNullOrWhiteSpace(Scheme) ? Cycle.AllSchemes : Scheme, Kind = Kind, FromMonth = FromMonth, ValueDate = valueDate }, current.Change("payments.open-cycle"), ct);
        Done(T["The cycle is open."]);
        return Redirect("/payments");
    });

    public Task<IActionResult> OnPostPrepareAsync([FromForm] Guid cycle, CancellationToken ct) => TryAsync(async () =>
    {
        if (!await User.MayAsync("payments.prepare", authorization))
        {
            return Forbid();
        }

        var started = await prepare.HandleAsync(cycle, current.Change("payments.prepare"), ct);
        return Redirect($"/payments/runs/{started.PaymentRunId}");
    });

    protected override Task OnRedisplayAsync() => LoadAsync(HttpContext.RequestAborted);

    private async Task LoadAsync(CancellationToken ct)
    {
        var before = Values.Month.TryParse(After, out var after) ? after : new Month(2999, 12);
        var months = await db.Cycles.AsNoTracking().Where(c => c.Month < before).Select(c => c.Month).Distinct().OrderByDescending(m => m).Take(Months + 1).ToListAsync(ct);
        var shown = months.Take(Months).ToList();
        Next = months.Count > Months ? shown[^1].ToString() : null;
        var cycles = await db.Cycles.AsNoTracking().Where(c => shown.Contains(c.Month)).OrderByDescending(c => c.Month).ThenBy(c => c.Scheme).Take(100).ToListAsync(ct);
        var ids = cycles.Select(c => c.Id).ToList();
        var runs = await db.PaymentRuns.AsNoTracking().Where(r => ids.Contains(r.CycleId)).OrderBy(r => r.Number).Take(500).ToListAsync(ct);
        Cycles = [.. cycles.Select(c => new CycleRow(c, [.. runs.Where(r => r.CycleId == c.Id)]))];
    }
}
