using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;
using Spmis.Contributions.Risks;
using Spmis.Kernel.Access;
using Spmis.Web.Forms;
using Spmis.Web.Shell;

namespace Spmis.Contributions.Pages.Risks;

/// <summary>A risk, and what is done about it.</summary>
[Authorize(Policy = May.ReadRisks)]
public sealed class ViewModel(DecideRisk decide, CurrentActor current, IAuthorizationService authorization, Show show, IStringLocalizer<ContributionsTexts> T) : FormPage
{
    [BindProperty(SupportsGet = true)]
    public long Id { get; set; }

    [BindProperty]
    public string Note { get; set; } = "";

    public Risk Risk { get; private set; } = null!; // Loaded before the page is drawn.

    public string Words => RiskWords.Of(Risk, T, show);

    public Task OnGetAsync() => OnRedisplayAsync();

    public Task<IActionResult> OnPostAsync(CancellationToken ct) => DecideAsync(true, ct);

    public Task<IActionResult> OnPostDismissAsync(CancellationToken ct) => DecideAsync(false, ct);

    protected override async Task OnRedisplayAsync() => Risk = await decide.ReadAsync(Id, HttpContext.RequestAborted);

    private Task<IActionResult> DecideAsync(bool handOver, CancellationToken ct) => TryAsync(async () =>
    {
        if (!await User.MayAsync(May.DecideRisks, authorization))
        {
            return Forbid();
        }

        await decide.HandleAsync(Id, handOver, current.Change("risks.decide", Note), ct);
        Done(handOver ? T["It is handed over to inspection."] : T["It is dismissed."]);
        return Redirect($"/risks/{Id}");
    });
}
