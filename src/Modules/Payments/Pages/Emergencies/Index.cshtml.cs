using System.Globalization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using Spmis.Kernel.Access;
using Spmis.Kernel.Proposals;
using Spmis.Payments.Emergencies;
using Spmis.Web.Forms;
using Spmis.Web.Shell;

namespace Spmis.Payments.Pages.Emergencies;

/// <summary>Emergency events, and new ones to be put up.</summary>
[Authorize(Policy = "payments.read-nation")]
public sealed class IndexModel(PaymentsDb db, OpenEvent open, CurrentActor current, IAuthorizationService authorization, IStringLocalizer<PaymentsTexts> T) : FormPage
{
    private const int PageRows = 25;

    [BindProperty(SupportsGet = true)]
    public long? After { get; set; }

    [BindProperty]
    public string Code { get; set; } = "";

    [BindProperty]
    public string Name { get; set; } = "";

    [BindProperty]
    public string Currency { get; set; } = "";

    [BindProperty]
    public decimal? Ceiling { get; set; }

    [BindProperty]
    public int? WithinDays { get; set; }

    [BindProperty]
    public string? ExcludedSchemes { get; set; }

    public IReadOnlyList<EmergencyEvent> Rows { get; private set; } = [];

    public string? Next { get; private set; }

    public IReadOnlyList<Proposal> Waiting { get; private set; } = [];

    public Task OnGetAsync() => OnRedisplayAsync();

    public Task<IActionResult> OnPostAsync(CancellationToken ct) => TryAsync(async () =>
    {
        if (!await User.MayAsync("payments.propose-emergencies", authorization))
        {
            return Forbid();
        }

        await open.ProposeAsync(
            new NewEvent { Code = Code, Name = Name, Currency = Currency, Ceiling = Ceiling ?? 0, WithinDays = WithinDays ?? 0, ExcludedSchemes = ExcludedSchemes }, current.Change("payments.propose-emergency"), ct);
        Done(T["It waits for a second person."]);
        return Redirect("/payments/emergencies");
    });

    protected override async Task OnRedisplayAsync()
    {
        var ct = HttpContext.RequestAborted;
        var before = After ?? long.MaxValue;
        var found = await db.EmergencyEvents.AsNoTracking().Where(e => e.Id < before).OrderByDescending(e => e.Id).Take(PageRows + 1).ToListAsync(ct);
        Rows = [.. found.Take(PageRows)];
        Next = found.Count > PageRows ? Rows[^1].Id.ToString(CultureInfo.InvariantCulture) : null;
        Waiting = await db.Proposals.AsNoTracking().Where(p => p.DecidedAt == null && (p.Act == OpenEvent.Act || p.Act == ApproveList.Act)).OrderBy(p => p.Id).Take(20).ToListAsync(ct);
    }
}
