using System.Globalization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using Spmis.Kernel.Access;
using Spmis.Kernel.Proposals;
using Spmis.Payments.Vouchers;
using Spmis.Web.Forms;
using Spmis.Web.Shell;

namespace Spmis.Payments.Pages.Vouchers;

/// <summary>Batches of vouchers, and new ones to be put up.</summary>
[Authorize(Policy = "payments.read-nation")]
public sealed class IndexModel(PaymentsDb db, CreateVouchers create, CurrentActor current, IAuthorizationService authorization, IStringLocalizer<PaymentsTexts> T) : FormPage
{
    private const int PageRows = 25;

    [BindProperty(SupportsGet = true)]
    public long? After { get; set; }

    [BindProperty]
    public string Name { get; set; } = "";

    [BindProperty]
    public string Group { get; set; } = "";

    [BindProperty]
    public string Currency { get; set; } = "";

    [BindProperty]
    public decimal? Value { get; set; }

    [BindProperty]
    public int? Count { get; set; }

    [BindProperty]
    public DateOnly? ExpiresOn { get; set; }

    [BindProperty]
    public string? Agencies { get; set; }

    [BindProperty]
    public string? Persons { get; set; }

    public IReadOnlyList<VoucherBatch> Rows { get; private set; } = [];

    public string? Next { get; private set; }

    public IReadOnlyList<Proposal> Waiting { get; private set; } = [];

    public Task OnGetAsync() => OnRedisplayAsync();

    public Task<IActionResult> OnPostAsync(CancellationToken ct) => TryAsync(async () =>
    {
        if (!await User.MayAsync("payments.propose-vouchers", authorization))
        {
            return Forbid();
        }

        await create.ProposeAsync(
            new NewVouchers
            {
                Name = Name, Group = Group, Currency = Currency, Value = Value ?? 0, Count = Count ?? 0, ExpiresOn = ExpiresOn ?? DateOnly.MinValue, Agencies = Agencies,
                Persons = string.IsNullOrWhiteSpace(Persons) ? null : Persons.Split(['\n', '\r', ',', ';', ' '], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries),
            },
            current.Change("payments.propose-vouchers"), ct);
        Done(T["It waits for a second person."]);
        return Redirect("/payments/vouchers");
    });

    protected override async Task OnRedisplayAsync()
    {
        var ct = HttpContext.RequestAborted;
        var before = After ?? long.MaxValue;
        var found = await db.VoucherBatches.AsNoTracking().Where(b => b.Id < before).OrderByDescending(b => b.Id).Take(PageRows + 1).ToListAsync(ct);
        Rows = [.. found.Take(PageRows)];
        Next = found.Count > PageRows ? Rows[^1].Id.ToString(CultureInfo.InvariantCulture) : null;
        Waiting = await db.Proposals.AsNoTracking().Where(p => p.DecidedAt == null && p.Act == CreateVouchers.Act).OrderBy(p => p.Id).Take(20).ToListAsync(ct);
    }
}
