using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Localization;
using Spmis.Identity.Accounts;
using Spmis.Identity.Sessions;
using Spmis.Identity.SignIn;
using Spmis.Web.Forms;

namespace Spmis.Identity.Pages.Accounts;

/// <summary>Where persons, employers and associations open accounts of their own.</summary>
[AllowAnonymous, EnableRateLimiting(SignInServices.TryLimit)]
public sealed class SignUpModel(OpenOwnAccount open, OpenSession sessions, TimeProvider time, IStringLocalizer<IdentityTexts> T) : FormPage
{
    [BindProperty] public string Number { get; set; } = "";

    [BindProperty] public string Code { get; set; } = "";

    [BindProperty] public string UserName { get; set; } = "";

    [BindProperty] public string Password { get; set; } = "";

    [BindProperty] public string Again { get; set; } = "";

    public IActionResult OnGet() => User.Identity?.IsAuthenticated == true ? LocalRedirect("/") : Page();

    public Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        FormKey = null; // The memory of a submit is kept by name, and nobody has one here.
        return TryAsync(async () =>
        {
            var change = SignInUser.ChangeOf(HttpContext, time);
            var user = await open.HandleAsync(new OwnAccount { Number = Number, Code = Code, UserName = UserName, Password = Password }, change with { Act = "accounts.open" }, ct);
            Done(T["Your account is open. Your user name: {0}", user.UserName ?? ""]);
            if (user.HasSecondFactor)
            {
                return LocalRedirect("/sign-in"); // A code on paper is not the second factor.
            }

            await sessions.HandleAsync(HttpContext, user, change, ct);
            return LocalRedirect("/");
        });
    }

    protected override void Check()
    {
        foreach (var (field, text, what) in new[] { (nameof(Number), Number, T["Enter your number."]), (nameof(Code), Code, T["Enter a code."]), (nameof(UserName), UserName, T["Enter a user name."]), (nameof(Password), Password, T["Enter a new password."]) })
        {
            if (string.IsNullOrWhiteSpace(text))
            {
                Refuse(field, what);
            }
        }

        if (Password != Again)
        {
            Refuse(nameof(Again), T["This is not the same as the new password above."]);
        }
    }
}
