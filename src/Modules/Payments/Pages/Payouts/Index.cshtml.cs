using System.Globalization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using Spmis.Kernel.Access;
using Spmis.Payments.Deductions;
using Spmis.Payments.Payouts;
using Spmis.Web.Forms;
using Spmis.Web.Shell;

namespace Spmis.Payments.Pages.Payouts;

/// <summary>What is due to creditors, and the payouts made of it.</summary>
[Authorize(Policy = "payments.read-nation")]
public sealed class IndexModel(PaymentsDb db, PayoutFigures figures, PreparePayout prepare, CurrentActor current, IAuthorizationService authorization, IStringLocalizer<PaymentsTexts> T) : FormPage
{
    private const int PageRows = 25;
    private const int MostDue = 100;

    /// <summary>The last day whose lines are due; yesterday when left out.</summary>
    [BindProperty(SupportsGet = true)]
    public DateOnly? To { get; set; }

    /// <summary>A part of the creditor's name.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Name { get; set; }

    /// <summary>Whether more creditors are due than are shown.</summary>
    public bool More { get; private set; }

    [BindProperty(SupportsGet = true)]
    public long? After { get; set; }

    [BindProperty]
    public DeductionKind Kind { get; set; }

    [BindProperty]
    public string Creditor { get; set; } = "";

    [BindProperty]
    public string? CreditorAccount { get; set; }

    [BindProperty]
    public string Currency { get; set; } = "";

    public IReadOnlyList<CreditorDue> Due { get; private set; } = [];

    public DateOnly Day { get; private set; }

    public IReadOnlyList<Payout> Rows { get; private set; } = [];

    public string? Next { get; private set; }

    public Task OnGetAsync() => OnRedisplayAsync();

    public Task<IActionResult> OnPostAsync(CancellationToken ct) => TryAsync(async () =>
    {
        if (!await User.MayAsync("payments.prepare-payouts", authorization))
        {
            return Forbid();
        }

        var change = current.Change("payments.prepare-payout");
        var payout = await prepare.HandleAsync(new NewPayout { Kind = Kind, Creditor = Creditor, CreditorAccount = CreditorAccount, Currency = Currency, To = To ?? change.Today.AddDays(-1) }, change, ct);
        Done(T["Payout {0} is prepared; another person confirms it.", payout.Number]);
        return Redirect($"/payments/payouts/{payout.Id}");
    });

    protected override async Task OnRedisplayAsync()
    {
        var ct = HttpContext.RequestAborted;
        var today = current.Change("payments.read").Today;
        Day = To ?? today.AddDays(-1);
        if (Day >= today || Day.Year < 1900)
        {
            Refuse(nameof(To), T["Name a day that is over"]);
            Day = today.AddDays(-1);
        }

        var due = await figures.DueAsync(Day, today, MostDue + 1, ct, string.IsNullOrWhiteSpace(Name) ? null : Name.Trim());
        (Due, More) = ([.. due.Take(MostDue)], due.Count > MostDue);
        var before = After ?? long.MaxValue;
        var found = await db.Payouts.AsNoTracking().Where(p => p.Id < before).OrderByDescending(p => p.Id).Take(PageRows + 1).ToListAsync(ct);
        Rows = [.. found.Take(PageRows)];
        Next = found.Count > PageRows ? Rows[^1].Id.ToString(CultureInfo.InvariantCulture) : null;
    }
}
