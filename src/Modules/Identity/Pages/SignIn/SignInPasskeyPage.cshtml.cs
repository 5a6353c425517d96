using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Localization;
using Spmis.Identity.Passkeys;
using Spmis.Identity.Sessions;
using Spmis.Identity.SignIn;
using Spmis.Web.Forms;
using Spmis.Web.Shell;

namespace Spmis.Identity.Pages.SignIn;

/// <summary>The door for passkeys: the only step, or instead of the code after the password.</summary>
[AllowAnonymous, EnableRateLimiting(SignInServices.TryLimit)]
public sealed class SignInPasskeyPageModel(SignInPasskey signIn, PasskeyQuestions questions, OpenSession sessions, TimeProvider time, Show show, IStringLocalizer<IdentityTexts> T) : FormPage
{
    [BindProperty] public string Passkey { get; set; } = "";

    [BindProperty(SupportsGet = true)] public string? ReturnUrl { get; set; }

    public IActionResult OnGet() => User.Identity?.IsAuthenticated == true ? LocalRedirect("/") : Page();

    /// <summary>What the script hands to the browser.</summary>
    public async Task<IActionResult> OnGetQuestionAsync()
    {
        Response.Headers.CacheControl = "no-store";
        return new JsonResult(await questions.AskAsync(HttpContext, null));
    }

    public Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        FormKey = null; // A second click must get a session of its own, not the memory of the first one's redirect.
        return TryAsync(async () =>
        {
            var change = SignInUser.ChangeOf(HttpContext, time);
            var user = await signIn.HandleAsync(new PasskeyAnswer(HttpContext, Passkey), change with { Evidence = $"{change.Evidence}, passkey".TrimStart(',', ' ') }, ct);
            await HttpContext.SignOutAsync(SignInServices.HalfwayScheme);
            await sessions.HandleAsync(HttpContext, user, change, ct);
            if (user.SignedInBefore is { } before)
            {
                Done(T["Your last sign-in was on {0}.", show.Time(before)]);
            }

            return LocalRedirect(user.MustChangePassword ? Gate.AccountPath : Url.IsLocalUrl(ReturnUrl) ? GoOnModel.Past(ReturnUrl!) : "/"); // IsLocalUrl is false for null
        });
    }

    protected override void Check() => ModelState.Remove(nameof(Passkey)); // An empty answer is refused in the words of a wrong one.
}
