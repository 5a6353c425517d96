using System.Globalization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Localization;
using Spmis.Kernel.Access;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Runs;
using Spmis.Payments.Vouchers;
using Spmis.Web.Forms;
using Spmis.Web.Shell;

namespace Spmis.Payments.Pages.Vouchers;

/// <summary>One batch of vouchers: counts, export, activation, cancelling.</summary>
[Authorize(Policy = "payments.read-nation")]
public sealed class ViewModel(PaymentsDb db, VoucherFigures figures, ExportVouchers export, MoveVouchers move, ChangeVoucher one, CurrentActor current, IAuthorizationService authorization, IStringLocalizer<PaymentsTexts> T) : FormPage
{
    private const int PageRows = 25;

    [BindProperty(SupportsGet = true)]
    public long Id { get; set; }

    [BindProperty(SupportsGet = true)]
    public int? After { get; set; }

    [BindProperty]
    public string? Reason { get; set; }

    [BindProperty]
    public string? Serial { get; set; }

    public VoucherBatch Batch { get; private set; } = null!; // Loaded before the page is drawn.

    public VoucherCounts Counts { get; private set; } = new(0, 0, 0, 0, 0);

    public Run? Working { get; private set; }

    public IReadOnlyList<Voucher> Rows { get; private set; } = [];

    public string? Next { get; private set; }

    public Task OnGetAsync() => OnRedisplayAsync();

    public Task<IActionResult> OnPostExportAsync(CancellationToken ct) => TryAsync(async () =>
    {
        if (!await User.MayAsync("payments.export-vouchers", authorization))
        {
            return Forbid();
        }

        var (name, content) = await export.HandleAsync(Id, current.Change("payments.export-vouchers"), ct);
        await HttpContext.RequestServices.GetRequiredService<PersonsShown>().RecordAllAsync(db.Vouchers.Where(v => v.BatchId == Id && v.PersonId != null).Join(db.Payees, v => v.PersonId, p => (Guid?)p.PersonId, (_, p) => p.RegistrationNumber).AsAsyncEnumerable(), ct);
        return File(content, "text/csv; charset=utf-8", name);
    });

    public Task<IActionResult> OnPostActivateAsync(CancellationToken ct) => DoAsync(T["The vouchers are being activated."], () => move.ActivateAsync(Id, current.Change("payments.activate-vouchers"), ct));

    public Task<IActionResult> OnPostCancelAsync(CancellationToken ct) => DoAsync(
        T["Cancelled."], () => string.IsNullOrWhiteSpace(Serial) ? move.CancelAsync(Id, current.Change("payments.cancel-vouchers", Reason), ct) : one.CancelAsync(Serial.Trim(), current.Change("payments.cancel-vouchers", Reason), ct));

    protected override async Task OnRedisplayAsync()
    {
        var ct = HttpContext.RequestAborted;
        Batch = await db.VoucherBatches.AsNoTracking().SingleOrDefaultAsync(b => b.Id == Id, ct) ?? throw new Refused("voucher.batch-unknown", "There are no such vouchers.");
        Counts = await figures.OfAsync(Id, ct);
        var key = $"{VoucherWorker.RunKind}:{Batch.Number}:";
        Working = await db.Runs.AsNoTracking().Where(r => r.Key.StartsWith(key) && r.FinishedAt == null).OrderBy(r => r.Id).FirstOrDefaultAsync(ct);
        var after = After ?? 0;
        var found = await db.Vouchers.AsNoTracking().Where(v => v.BatchId == Id && v.Position > after).OrderBy(v => v.Position).Take(PageRows + 1).ToListAsync(ct);
        Rows = [.. found.Take(PageRows)];
        Next = found.Count > PageRows ? Rows[^1].Position.ToString(CultureInfo.InvariantCulture) : null;
    }

    private Task<IActionResult> DoAsync(string done, Func<Task> act) => TryAsync(async () =>
    {
        if (!await User.MayAsync("payments.vouchers", authorization))
        {
            return Forbid();
        }

        await act();
        Done(done);
        return Redirect($"/payments/vouchers/{Id}");
    });
}
