using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using Spmis.Kernel.Access;
using Spmis.Kernel.Proposals;
using Spmis.Payments.Funding;
using Spmis.Web.Forms;
using Spmis.Web.Shell;

namespace Spmis.Payments.Pages.Funding;

/// <summary>Funding accounts and how they stand; opening one.</summary>
[Authorize(Policy = "payments.read-nation")]
public sealed class IndexModel(PaymentsDb db, FundingFigures figures, OpenFunding open, CurrentActor current, IAuthorizationService authorization, IStringLocalizer<PaymentsTexts> T) : FormPage
{
    private const int MostWaiting = 20;

    [BindProperty]
    public string Code { get; set; } = "";

    [BindProperty]
    public string Name { get; set; } = "";

    [BindProperty]
    public string Financier { get; set; } = "";

    [BindProperty]
    public string Currency { get; set; } = "";

    /// <summary>Scheme names, with commas between.</summary>
    [BindProperty]
    public string Schemes { get; set; } = "";

    public IReadOnlyList<FundingStanding> Accounts { get; private set; } = [];

    public IReadOnlyList<Proposal> Waiting { get; private set; } = [];

    public Task OnGetAsync() => OnRedisplayAsync();

    public Task<IActionResult> OnPostAsync(CancellationToken ct) => TryAsync(async () =>
    {
        if (!await User.MayAsync("payments.propose-funding", authorization))
        {
            return Forbid();
        }

        await open.ProposeAsync(new NewFunding { Code = Code, Name = Name, Financier = Financier, Currency = Currency, Schemes = Schemes.Split(',') }, current.Change(OpenFunding.Act), ct);
        Done(T["It waits for a second person."]);
        return Redirect("/payments/funding");
    });

    /// <inheritdoc />
    protected override async Task OnRedisplayAsync()
    {
        var ct = HttpContext.RequestAborted;
        Accounts = await figures.ListAsync(ct);
        Waiting = await db.Proposals.AsNoTracking().Where(p => (p.Act == OpenFunding.Act || p.Act == EnterMovement.Act) && p.OpenSubject != null).OrderBy(p => p.Id).Take(MostWaiting).ToListAsync(ct);
    }
}
