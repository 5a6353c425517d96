using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using Spmis.Kernel.Access;
using Spmis.Payments.Agencies;
using Spmis.Web.Forms;
using Spmis.Web.Shell;

namespace Spmis.Payments.Pages.Agencies;

/// <summary>Payment agencies and how to talk to them.</summary>
[Authorize(Policy = "payments.read")]
public sealed class IndexModel(PaymentsDb db, RegisterAgency register, CurrentActor current, IAuthorizationService authorization, IStringLocalizer<PaymentsTexts> T) : FormPage
{
    [BindProperty]
    public string Code { get; set; } = "";

    [BindProperty]
    public string Name { get; set; } = "";

    [BindProperty]
    public OrderFormat Format { get; set; }

    [BindProperty]
    public int MaxPaymentsPerBatch { get; set; } = 50_000;

    [BindProperty]
    public string DebtorName { get; set; } = "";

    [BindProperty]
    public string DebtorAccount { get; set; } = "";

    [BindProperty]
    public string? DebtorBic { get; set; }

    [BindProperty]
    public string? PayeeBic { get; set; }

    public IReadOnlyList<Agency> Agencies { get; private set; } = [];

    public IEnumerable<Choice> Formats => Enum.GetValues<OrderFormat>().Select(f => new Choice(f.ToString(), T[$"format:{f}"]));

    public async Task OnGetAsync(CancellationToken ct) => await LoadAsync(ct);

    public Task<IActionResult> OnPostAsync(CancellationToken ct) => TryAsync(async () =>
    {
        if (!await User.MayAsync("payments.agencies", authorization))
        {
            return Forbid();
        }

        var agency = new NewAgency
        {
            Code = Code.Trim().ToUpperInvariant(), Name = Name, Format = Format, MaxPaymentsPerBatch = MaxPaymentsPerBatch,
            DebtorName = DebtorName, DebtorAccount = DebtorAccount, DebtorBic = DebtorBic, PayeeBic = PayeeBic,
        };
        await register.HandleAsync(agency, current.Change("payments.register-agency"), ct);
        Done(T["The agency is registered."]);
        return Redirect("/agencies");
    });

    protected override Task OnRedisplayAsync() => LoadAsync(HttpContext.RequestAborted);

    private async Task LoadAsync(CancellationToken ct) => Agencies = await db.Agencies.AsNoTracking().OrderBy(a => a.Code).Take(100).ToListAsync(ct);
}
