using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Localization;
using Spmis.Identity.Accounts;
using Spmis.Identity.Sessions;
using Spmis.Identity.SignIn;
using Spmis.Identity.Users;
using Spmis.Kernel.Acts;
using Spmis.Web.Forms;

namespace Spmis.Identity.Pages.Accounts;

/// <summary>Where an invitation leads.</summary>
[AllowAnonymous, EnableRateLimiting(SignInServices.TryLimit)]
public sealed class AcceptInvitationModel(AcceptInvitation accept, OpenSession sessions, TimeProvider time, IStringLocalizer<IdentityTexts> T) : FormPage
{
    [BindProperty(SupportsGet = true)] public string Secret { get; set; } = "";

    [BindProperty] public string Password { get; set; } = "";

    [BindProperty] public string Again { get; set; } = "";

    /// <summary>Who is invited; null when the link opens nothing.</summary>
    public SpmisUser? Invited { get; private set; }

    public Task OnGetAsync() => OnRedisplayAsync();

    public Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        FormKey = null; // The memory of a submit is kept by name, and nobody has one here.
        return TryAsync(async () =>
        {
            var change = SignInUser.ChangeOf(HttpContext, time);
            var user = await accept.HandleAsync(Secret, Password, change with { Act = "invitations.accept" }, ct);
            await sessions.HandleAsync(HttpContext, user, change, ct);
            return LocalRedirect("/");
        });
    }

    protected override void Check()
    {
        if (Password.Length == 0)
        {
            Refuse(nameof(Password), T["Enter a new password."]);
        }
        else if (Password != Again)
        {
            Refuse(nameof(Again), T["This is not the same as the new password above."]);
        }
    }

    protected override async Task OnRedisplayAsync()
    {
        try
        {
            Invited = await accept.LookAsync(Secret, time.GetUtcNow().UtcDateTime, HttpContext.RequestAborted);
        }
        catch (Refused)
        {
            Invited = null; // The page says so.
        }
    }
}
