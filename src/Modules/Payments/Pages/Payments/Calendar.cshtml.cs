using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;
using Spmis.Kernel.Access;
using Spmis.Kernel.Acts;
using Spmis.Payments.Cycles;
using Spmis.Values;
using Spmis.Web.Forms;
using Spmis.Web.Shell;

namespace Spmis.Payments.Pages.Payments;

/// <summary>Twelve months of cycles, open and planned, with value dates and the latest release.</summary>
[Authorize(Policy = "payments.read")]
public sealed class CalendarModel(PaymentCalendar calendar, OpenCycle open, TimeProvider time, CurrentActor current, IAuthorizationService authorization, IStringLocalizer<PaymentsTexts> T) : FormPage
{
    private const int Months = 12;

    [BindProperty(SupportsGet = true)]
    public string? Start { get; set; }

    public Month From { get; private set; }

    public IReadOnlyList<CalendarMonth> Rows { get; private set; } = [];

    public Task OnGetAsync() => OnRedisplayAsync();

    public Task<IActionResult> OnPostAsync([FromForm] string month, CancellationToken ct) => TryAsync(async () =>
    {
        if (!await User.MayAsync("payments.prepare", authorization))
        {
            return Forbid();
        }

        var wanted = Month.TryParse(month, out var read) ? read : throw new Refused("month.form", $"'{month}' is no month.", "month");
        await open.HandleAsync(new NewCycle { Month = wanted, ValueDate = calendar.PlannedFor(wanted) }, current.Change("payments.open-cycle"), ct);
        Done(T["The cycle is open."]);
        return Redirect("/payments");
    });

    protected override async Task OnRedisplayAsync()
    {
        From = Month.TryParse(Start, out var start) && start.Year is >= Cycle.FirstYear and <= Cycle.LastYear ? start : Month.Of(DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime)).Add(-1);
        Rows = await calendar.OfAsync(From, Months, HttpContext.RequestAborted);
    }
}
