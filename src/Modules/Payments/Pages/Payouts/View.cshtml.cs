using System.Globalization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using Spmis.Kernel.Access;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Files;
using Spmis.Payments.Deductions;
using Spmis.Payments.Payouts;
using Spmis.Values;
using Spmis.Web.Forms;
using Spmis.Web.Shell;

namespace Spmis.Payments.Pages.Payouts;

/// <summary>One payout: its lines, who did what, and the bank's word.</summary>
[Authorize(Policy = "payments.read-nation")]
public sealed class ViewModel(PaymentsDb db, PayoutFigures figures, ConfirmPayout confirm, IdentifierMask mask, PersonsShown shown, CurrentActor current, IAuthorizationService authorization, IStringLocalizer<PaymentsTexts> T) : FormPage
{
    private const int PageRows = 25;

    [BindProperty(SupportsGet = true)]
    public long Id { get; set; }

    /// <summary>Lines passed over.</summary>
    [BindProperty(SupportsGet = true)]
    public int? After { get; set; }

    [BindProperty]
    public string? PaidFrom { get; set; }

    [BindProperty]
    public string? BankReference { get; set; }

    [BindProperty]
    public DateOnly? PaidOn { get; set; }

    [BindProperty]
    public string? Reason { get; set; }

    public Payout Payout { get; private set; } = null!; // Loaded before the page is drawn.

    public IReadOnlyList<PayoutLineShown> Lines { get; private set; } = [];

    public IReadOnlyList<Choice> Agencies { get; private set; } = [];

    public string? Next { get; private set; }

    /// <summary>Whether this user prepared it, and so cannot confirm it.</summary>
    public bool IsOwn { get; private set; }

    public bool NeedsBank => Payout.Kind == DeductionKind.CourtOrder;

    public Task OnGetAsync() => OnRedisplayAsync();

    public async Task<IActionResult> OnGetLinesAsync(CancellationToken ct)
    {
        await OnRedisplayAsync();
        var currency = Values.Currency.Of(Payout.Currency);
        Response.ContentType = "text/csv; charset=utf-8";
        Response.Headers.ContentDisposition = $"attachment; filename=\"payout-{Payout.Number}.csv\"";
        var account = await mask.ShownAsync(Payout.CreditorAccount);
        await using var csv = await CsvOutput.StartAsync(Response.Body, ["payout", "creditor", "account", "order", "award", "payment_reference", "month", "amount", "currency", "known_on"], ct);
        await foreach (var line in shown.InPartsAsync(figures.Lines(Id).AsAsyncEnumerable(), l => l.PayeeNumber).WithCancellation(ct))
        {
            await csv.RowAsync(ct, Payout.Number, Payout.Creditor, account, line.OrderReference, line.AwardNumber, line.Reference, line.Month, new Money(line.AmountMinor, currency).ToPlain(), Payout.Currency, DateOnly.FromDateTime(line.KnownAt));
        }

        return new EmptyResult();
    }

    public Task<IActionResult> OnPostConfirmAsync(CancellationToken ct) => TryAsync(async () =>
    {
        if (!await User.MayAsync("payments.confirm-payouts", authorization))
        {
            return Forbid();
        }

        await confirm.HandleAsync(Id, new PayoutConfirmation { PaidFrom = PaidFrom, BankReference = BankReference, PaidOn = PaidOn }, current.Change("payments.confirm-payout"), ct);
        Done(T["The payout is confirmed and booked."]);
        return Redirect($"/payments/payouts/{Id}");
    });

    public Task<IActionResult> OnPostCancelAsync(CancellationToken ct) => TryAsync(async () =>
    {
        if (!await User.MayAsync("payments.prepare-payouts", authorization))
        {
            return Forbid();
        }

        await confirm.CancelAsync(Id, current.Change("payments.cancel-payout", Reason), ct);
        Done(T["The payout is cancelled; its lines are due again."]);
        return Redirect("/payments/payouts");
    });

    protected override async Task OnRedisplayAsync()
    {
        var ct = HttpContext.RequestAborted;
        Payout = await db.Payouts.AsNoTracking().SingleOrDefaultAsync(p => p.Id == Id, ct) ?? throw new Refused("payout.unknown", "There is no such payout.");
        var from = Math.Max(0, After ?? 0);
        var found = await figures.Lines(Id).Skip(from).Take(PageRows + 1).ToListAsync(ct);
        Lines = shown.In(found.Take(PageRows), l => l.PayeeNumber);
        Next = found.Count > PageRows ? (from + PageRows).ToString(CultureInfo.InvariantCulture) : null;
        Agencies = [.. (await db.Agencies.AsNoTracking().OrderBy(a => a.Code).Take(100).ToListAsync(ct)).Select(a => new Choice(a.Code, $"{a.Code} {a.Name}"))];
        IsOwn = current.Actor.IsSamePersonAs(Payout.PreparedById);
    }
}
