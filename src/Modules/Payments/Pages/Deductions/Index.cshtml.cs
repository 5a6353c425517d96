using System.Globalization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using Spmis.Kernel.Access;
using Spmis.Kernel.Files;
using Spmis.Kernel.Proposals;
using Spmis.Payments.Deductions;
using Spmis.Values;
using Spmis.Web.Forms;
using Spmis.Web.Shell;

namespace Spmis.Payments.Pages.Deductions;

/// <summary>What is withheld from whom and for whom, and court orders to be put up.</summary>
[Authorize(Policy = "payments.read")]
public sealed class IndexModel(PaymentsDb db, DeductionFigures figures, OrderDeduction order, EndDeduction end, IdentifierMask mask, PersonsShown shown, CurrentActor current, TimeProvider time, IAuthorizationService authorization, IStringLocalizer<PaymentsTexts> T) : FormPage
{
    private const int PageRows = 25;

    [BindProperty(SupportsGet = true)]
    public string? Award { get; set; }

    [BindProperty(SupportsGet = true)]
    public long? After { get; set; }

    [BindProperty]
    public string AwardNumber { get; set; } = "";

    [BindProperty]
    public string Reference { get; set; } = "";

    [BindProperty]
    public string Creditor { get; set; } = "";

    [BindProperty]
    public string? CreditorAccount { get; set; }

    [BindProperty]
    public decimal? Monthly { get; set; }

    [BindProperty]
    public decimal? Percent { get; set; }

    [BindProperty]
    public decimal? Ceiling { get; set; }

    [BindProperty]
    public decimal? Floor { get; set; }

    [BindProperty]
    public int Priority { get; set; } = 10;

    [BindProperty]
    public Month? FromMonth { get; set; }

    [BindProperty]
    public Month? ToMonth { get; set; }

    /// <summary>First and last day of the list for creditors.</summary>
    [BindProperty(SupportsGet = true)]
    public DateOnly? DueFrom { get; set; }

    [BindProperty(SupportsGet = true)]
    public DateOnly? DueTo { get; set; }

    public IReadOnlyList<DeductionStanding> Rows { get; private set; } = [];

    public string? Next { get; private set; }

    public IReadOnlyList<Proposal> Waiting { get; private set; } = [];

    public Task OnGetAsync() => OnRedisplayAsync();

    public async Task<IActionResult> OnGetDueAsync(CancellationToken ct)
    {
        var today = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
        if (DueFrom is not { } from || DueTo is not { } to || from.Year < 1900 || to < from || to >= today)
        {
            Refuse(DueFrom is null || DueFrom.Value.Year < 1900 ? nameof(DueFrom) : nameof(DueTo), T["Name a first and a last day that are over"]);
            await OnRedisplayAsync();
            return Page();
        }

        Response.ContentType = "text/csv; charset=utf-8";
        Response.Headers.ContentDisposition = $"attachment; filename=\"deductions-due-{from:yyyyMMdd}-{to:yyyyMMdd}.csv\"";
        await using var csv = await CsvOutput.StartAsync(Response.Body, ["creditor", "account", "order", "award", "payment_reference", "month", "amount", "currency", "paid_on", "known_on"], ct);
        await foreach (var line in shown.InPartsAsync(figures.DueLines(from, to, today), l => l.PayeeNumber).WithCancellation(ct))
        {
            await csv.RowAsync(ct, line.Creditor, await mask.ShownAsync(line.CreditorAccount), line.OrderReference, line.AwardNumber, line.PaymentReference, line.Month, new Money(line.AmountMinor, Currency.Of(line.Currency)).ToPlain(), line.Currency, line.PaidOn, DateOnly.FromDateTime(line.KnownAt));
        }

        return new EmptyResult();
    }

    public Task<IActionResult> OnPostAsync(CancellationToken ct) => TryAsync(async () =>
    {
        if (!await User.MayAsync("payments.propose-deductions", authorization))
        {
            return Forbid();
        }

        if (FromMonth is not { } from || Floor is not { } floor)
        {
            Refuse(FromMonth is null ? nameof(FromMonth) : nameof(Floor), FromMonth is null ? T["Enter the first month"] : T["Say what must be left; 0 when nothing must"]);
            await OnRedisplayAsync();
            return Page();
        }

        await order.ProposeAsync(
            new NewDeduction
            {
                AwardNumber = AwardNumber, Reference = Reference, Creditor = Creditor, CreditorAccount = CreditorAccount, Monthly = Monthly, Percent = Percent, Ceiling = Ceiling, Floor = floor, Priority = Priority,
                FromMonth = from.Code, ToMonth = ToMonth?.Code,
            },
            current.Change("payments.propose-deduction"), ct);
        Done(T["It waits for a second person."]);
        return Redirect("/payments/deductions");
    });

    public Task<IActionResult> OnPostEndAsync([FromForm(Name = "order")] long id, [FromForm] string? reason, CancellationToken ct) => TryAsync(async () =>
    {
        if (!await User.MayAsync("payments.propose-deductions", authorization))
        {
            return Forbid();
        }

        await end.ProposeAsync(id, current.Change("payments.propose-deduction", reason), ct);
        Done(T["It waits for a second person."]);
        return Redirect("/payments/deductions");
    });

    protected override async Task OnRedisplayAsync()
    {
        var ct = HttpContext.RequestAborted;
        var before = After ?? long.MaxValue;
        var award = string.IsNullOrWhiteSpace(Award) ? null : Award.Trim();
        var found = await db.DeductionOrders.AsNoTracking().Where(o => o.Id < before && (award == null || o.AwardNumber == award)).OrderByDescending(o => o.Id).Take(PageRows + 1).ToListAsync(ct);
        Rows = await figures.OfAsync([.. found.Take(PageRows)], ct);
        Next = found.Count > PageRows ? Rows[^1].Order.Id.ToString(CultureInfo.InvariantCulture) : null;
        Waiting = await db.Proposals.AsNoTracking().Where(p => p.DecidedAt == null && (p.Act == OrderDeduction.Act || p.Act == EndDeduction.Act)).OrderBy(p => p.Id).Take(20).ToListAsync(ct);
    }
}
