using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;
using Spmis.Contributions.Clearance;
using Spmis.Kernel.Access;
using Spmis.Web.Forms;
using Spmis.Web.Shell;

namespace Spmis.Contributions.Pages.Clearance;

/// <summary>Clearance certificates: an employer's own, or all; and the button that issues one.</summary>
[Authorize(Policy = May.ReadReturns)]
public sealed class IndexModel(VerifyClearance find, IssueClearance issue, CurrentActor current, IAuthorizationService authorization, TimeProvider time, IStringLocalizer<ContributionsTexts> T) : FormPage
{
    [BindProperty(SupportsGet = true)]
    public string Employer { get; set; } = "";

    public bool OwnOnly => current.Actor.Employer is not null;

    public DateOnly Today => DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);

    public IReadOnlyList<ClearanceCertificate> Rows { get; private set; } = [];

    public Task OnGetAsync() => OnRedisplayAsync();

    public Task<IActionResult> OnPostAsync(CancellationToken ct) => TryAsync(async () =>
    {
        if (!await User.MayAsync(May.IssueClearance, authorization))
        {
            return Forbid();
        }

        var issued = await issue.HandleAsync(current.Actor.Employer ?? Employer.Trim(), current.Change("clearance.issue"), ct);
        Done(T["The certificate is issued."]);
        return Redirect($"/clearance/{issued.Number}");
    });

    protected override async Task OnRedisplayAsync() => Rows = await find.ListAsync(current.Actor, Employer.Trim() is { Length: > 0 } number ? number : null, HttpContext.RequestAborted);
}
