using System.Globalization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using Spmis.Kernel.Access;
using Spmis.Kernel.Acts;
using Spmis.Payments.Emergencies;
using Spmis.Values;
using Spmis.Web.Forms;
using Spmis.Web.Shell;

namespace Spmis.Payments.Pages.Emergencies;

/// <summary>An event with its lists, and a new list to be checked.</summary>
[Authorize(Policy = "payments.read-nation")]
public sealed class EventModel(PaymentsDb db, CheckList check, CurrentActor current, IAuthorizationService authorization, IStringLocalizer<PaymentsTexts> T) : FormPage
{
    private const int PageRows = 25;

    [BindProperty(SupportsGet = true)]
    public string Code { get; set; } = "";

    [BindProperty(SupportsGet = true)]
    public long? After { get; set; }

    [BindProperty]
    public string Name { get; set; } = "";

    [BindProperty]
    public Month? Month { get; set; }

    [BindProperty]
    public DateOnly? ValueDate { get; set; }

    [BindProperty]
    public decimal? Flat { get; set; }

    [BindProperty]
    public new IFormFile? Content { get; set; }

    [BindProperty]
    public string? FromScheme { get; set; }

    public EmergencyEvent Event { get; private set; } = null!; // Loaded before the page is drawn.

    public IReadOnlyList<EmergencyList> Rows { get; private set; } = [];

    public string? Next { get; private set; }

    public Task OnGetAsync() => OnRedisplayAsync();

    public Task<IActionResult> OnPostAsync(CancellationToken ct) => TryAsync(async () =>
    {
        if (!await User.MayAsync("payments.propose-emergencies", authorization))
        {
            return Forbid();
        }

        if (Month is not { } month || ValueDate is not { } day)
        {
            Refuse(Month is null ? nameof(Month) : nameof(ValueDate), Month is null ? T["Enter year and month, such as 2026-07"] : T["Enter the value date"]);
            return Page();
        }

        await using var content = Content is { Length: > 0 } ? Content.OpenReadStream() : null;
        var list = await check.HandleAsync(new NewEmergencyList { Event = Code, Name = Name, Month = month, ValueDate = day, Flat = Flat, Content = content, FromScheme = FromScheme }, current.Change("payments.check-emergency"), ct);
        Done(T["The list is being checked."]);
        return Redirect($"/payments/emergencies/lists/{list.Id}");
    });

    protected override async Task OnRedisplayAsync()
    {
        var ct = HttpContext.RequestAborted;
        Event = await db.EmergencyEvents.AsNoTracking().SingleOrDefaultAsync(e => e.Code == Code, ct) ?? throw new Refused("emergency.unknown", "There is no such event.");
        var before = After ?? long.MaxValue;
        var found = await db.EmergencyLists.AsNoTracking().Where(l => l.EventId == Event.Id && l.Id < before).OrderByDescending(l => l.Id).Take(PageRows + 1).ToListAsync(ct);
        Rows = [.. found.Take(PageRows)];
        Next = found.Count > PageRows ? Rows[^1].Id.ToString(CultureInfo.InvariantCulture) : null;
    }
}
