using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using Spmis.Kernel.Access;
using Spmis.Kernel.Proposals;
using Spmis.Payments.Ledger;
using Spmis.Values;
using Spmis.Web.Forms;
using Spmis.Web.Shell;

namespace Spmis.Payments.Pages.Payments;

/// <summary>The payment books by month: trial balance, downloads for an accounting system, closing.</summary>
[Authorize(Policy = "payments.read")]
public sealed class BooksModel(PaymentsDb db, ReadBooks books, WriteLedger write, CloseMonth close, CurrentActor current, IAuthorizationService authorization, Show show, IStringLocalizer<PaymentsTexts> T) : FormPage
{
    private const int Most = 24;

    /// <summary>The month looked at; the first open one when left out.</summary>
    [BindProperty(SupportsGet = true, Name = "month")]
    public string? Asked { get; set; }

    public TrialBalance Balance { get; private set; } = null!; // Loaded before the page is drawn.

    /// <summary>The month that may be closed next; null while the books are empty.</summary>
    public Month? Next { get; private set; }

    public bool MayClose { get; private set; }

    public Proposal? Waiting { get; private set; }

    public IReadOnlyList<ClosedMonth> Closed { get; private set; } = [];

    public string Money(long minor, string currency) => show.Money(new Money(minor, Currency.Of(currency)));

    /// <summary>An account in words: what it is, and of which scheme or agency.</summary>
    public (string What, string Of) Named(string account)
    {
        var cut = account.IndexOf('/', StringComparison.Ordinal);
        return (T[$"account:{account[..cut]}"], account[(cut + 1)..]);
    }

    public Task OnGetAsync() => OnRedisplayAsync();

    public Task<IActionResult> OnGetBalanceAsync(CancellationToken ct) => DownloadAsync("balance", (month, target) => write.BalanceAsync(month, target, ct), ct);

    public Task<IActionResult> OnGetLedgerAsync(CancellationToken ct) => DownloadAsync("ledger", (month, target) => write.LinesAsync(month, target, ct), ct);

    public Task<IActionResult> OnPostCloseAsync(CancellationToken ct) => TryAsync(async () =>
    {
        if (!await User.MayAsync("payments.prepare", authorization))
        {
            return Forbid();
        }

        var month = await MonthAsync(ct);
        if (!ModelState.IsValid)
        {
            return Page();
        }

        await close.ProposeAsync(month, current.Change(CloseMonth.Act), ct);
        Done(T["It waits for a second person."]);
        return Redirect($"/payments/books?month={month}");
    });

    protected override async Task OnRedisplayAsync()
    {
        var ct = HttpContext.RequestAborted;
        Next = await books.FirstOpenAsync(ct);
        var month = await MonthAsync(ct);
        Balance = await books.BalanceAsync(month, ct);
        var subject = $"{CloseMonth.Act}:{month}";
        Waiting = await db.Proposals.AsNoTracking().SingleOrDefaultAsync(p => p.OpenSubject == subject, ct);
        MayClose = Waiting is null && month == Next && current.Change(CloseMonth.Act).Today > month.Last && await User.MayAsync("payments.prepare", authorization);
        Closed = await db.ClosedMonths.AsNoTracking().OrderByDescending(m => m.Month).Take(Most).ToListAsync(ct);
    }

    private async Task<IActionResult> DownloadAsync(string what, Func<Month, Stream, Task> writing, CancellationToken ct)
    {
        var month = await MonthAsync(ct);
        if (!ModelState.IsValid)
        {
            await OnRedisplayAsync();
            return Page();
        }

        Response.ContentType = "text/csv; charset=utf-8";
        Response.Headers.ContentDisposition = $"attachment; filename=\"payments-{what}-{month}.csv\"";
        await writing(month, Response.Body);
        return new EmptyResult();
    }

    /// <summary>The month asked for; one that cannot be read is said beside the field, and the first open one is shown.</summary>
    private async Task<Month> MonthAsync(CancellationToken ct)
    {
        if (Month.TryParse(Asked?.Trim(), out var month))
        {
            return month;
        }

        if (!string.IsNullOrWhiteSpace(Asked))
        {
            Refuse(nameof(Asked), T["'{0}' is no month; write year and month, such as 2026-07.", Asked]);
        }

        return await books.FirstOpenAsync(ct) ?? Month.Of(current.Change(CloseMonth.Act).Today);
    }
}
