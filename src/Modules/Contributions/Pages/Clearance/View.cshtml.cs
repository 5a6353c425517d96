using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;
using Spmis.Contributions.Clearance;
using Spmis.Kernel.Access;
using Spmis.Web.Forms;
using Spmis.Web.Shell;

namespace Spmis.Contributions.Pages.Clearance;

/// <summary>A clearance certificate.</summary>
[Authorize(Policy = May.ReadReturns)]
public sealed class ViewModel(VerifyClearance find, WithdrawClearance withdraw, CurrentActor current, IAuthorizationService authorization, TimeProvider time, IStringLocalizer<ContributionsTexts> T) : FormPage
{
    [BindProperty(SupportsGet = true)]
    public string Number { get; set; } = "";

    [BindProperty]
    public string Reason { get; set; } = "";

    public ClearanceView View { get; private set; } = null!; // Loaded before the page is drawn.

    public string VerifyAddress => VerifyModel.AddressOf(Request, View.Certificate.Code);

    public Task OnGetAsync() => OnRedisplayAsync();

    public Task<IActionResult> OnPostAsync(CancellationToken ct) => TryAsync(async () =>
    {
        if (!await User.MayAsync(May.WithdrawClearance, authorization))
        {
            return Forbid();
        }

        await withdraw.HandleAsync(Number, current.Change("clearance.withdraw", Reason), ct);
        Done(T["The certificate is withdrawn."]);
        return Redirect($"/clearance/{Number}");
    });

    protected override async Task OnRedisplayAsync() => View = await find.ByNumberAsync(Number, current.Actor, DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime), HttpContext.RequestAborted);
}
