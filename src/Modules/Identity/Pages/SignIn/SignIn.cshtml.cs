using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Localization;
using Microsoft.Extensions.Options;
using Spmis.Identity.Sessions;
using Spmis.Identity.SignIn;
using Spmis.Kernel.Acts;
using Spmis.Web.Forms;
using Spmis.Web.Shell;

namespace Spmis.Identity.Pages.SignIn;

/// <summary>The door.</summary>
[AllowAnonymous, EnableRateLimiting(SignInServices.TryLimit)]
public sealed class SignInModel(SignInUser signIn, OpenSession sessions, TimeProvider time, IOptions<SignInSettings> settings, Show show, IStringLocalizer<IdentityTexts> T) : FormPage
{
    [BindProperty] public string UserName { get; set; } = "";

    [BindProperty] public string Password { get; set; } = "";

    [BindProperty(SupportsGet = true)] public string? ReturnUrl { get; set; }

    /// <summary>The outside authority; null when there is none.</summary>
    public string? Authority => settings.Value.Authority is { IsSet: true } authority ? authority.Shown : null;

    public IActionResult OnGet() => User.Identity?.IsAuthenticated == true ? LocalRedirect(Target()) : Page();

    public Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        FormKey = null; // A second click must get a session of its own, not the memory of the first one's redirect.
        return TryAsync(async () =>
        {
            var change = SignInUser.ChangeOf(HttpContext, time);
            var user = await signIn.HandleAsync(UserName, Password, change, ct);
            if (user.HasSecondFactor)
            {
                await HttpContext.SignInAsync(SignInServices.HalfwayScheme, SignInCodeModel.Halfway(user));
                return LocalRedirect(Url.IsLocalUrl(ReturnUrl) ? $"/sign-in/code?returnUrl={Uri.EscapeDataString(ReturnUrl!)}" : "/sign-in/code"); // IsLocalUrl is false for null
            }

            await sessions.HandleAsync(HttpContext, user, change, ct);
            if (user.MustChangePassword)
            {
                Done(T["Choose a password of your own before you go on."]);
                return LocalRedirect(Gate.AccountPath);
            }

            if (user.SignedInBefore is { } before)
            {
                Done(T["Your last sign-in was on {0}.", show.Time(before)]);
            }

            return LocalRedirect(Target());
        });
    }

    protected override void Check()
    {
        if (string.IsNullOrWhiteSpace(UserName))
        {
            Refuse(nameof(UserName), T["Enter your user name."]);
        }

        if (Password.Length == 0)
        {
            Refuse(nameof(Password), T["Enter your password."]);
        }
    }

    // Only into the portal: an address elsewhere would look like ours and ask for the password again.
    private string Target() => Url.IsLocalUrl(ReturnUrl) ? GoOnModel.Past(ReturnUrl!) : "/"; // IsLocalUrl is false for null
}
