using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using Spmis.Identity.Sessions;
using Spmis.Identity.SignIn;
using Spmis.Identity.Users;
using Spmis.Kernel.Acts;
using Spmis.Web.Forms;
using Spmis.Web.Shell;

namespace Spmis.Identity.Pages.SignIn;

/// <summary>The second step at the door, within five minutes of the first.</summary>
[AllowAnonymous, EnableRateLimiting(SignInServices.TryLimit)]
public sealed class SignInCodeModel(IdentityDb db, SignInCode signIn, OpenSession sessions, TimeProvider time, Show show, IStringLocalizer<IdentityTexts> T) : FormPage
{
    private const string Stamp = "stamp";
    private const string Outside = "outside";

    [BindProperty] public string Code { get; set; } = "";

    [BindProperty(SupportsGet = true)] public string? ReturnUrl { get; set; }

    public bool HasPasskey { get; private set; }

    public bool HasApp { get; private set; }

    public async Task<IActionResult> OnGetAsync()
    {
        await OnRedisplayAsync();
        return HasApp || HasPasskey ? Page() : LocalRedirect("/sign-in");
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        FormKey = null; // A second click must get a session of its own, not the memory of the first one's redirect.
        var halfway = await HalfwayAsync();
        if (halfway is not { Succeeded: true, Principal: { } who } || !Guid.TryParse(who.FindFirstValue(ClaimTypes.NameIdentifier), out var id))
        {
            return LocalRedirect("/sign-in");
        }

        return await TryAsync(async () =>
        {
            var change = SignInUser.ChangeOf(HttpContext, time);
            var user = await signIn.HandleAsync(id, who.FindFirstValue(Stamp) ?? "", Code, change with { Evidence = $"{change.Evidence}, second factor".TrimStart(',', ' ') }, ct);
            await HttpContext.SignOutAsync(SignInServices.HalfwayScheme);
            await sessions.HandleAsync(HttpContext, user, isOutside: who.HasClaim(Outside, "yes"), change.Now, change, ct);
            if (user.SignedInBefore is { } before)
            {
                Done(T["Your last sign-in was on {0}.", show.Time(before)]);
            }

            return LocalRedirect(user.MustChangePassword ? Gate.AccountPath : Url.IsLocalUrl(ReturnUrl) ? GoOnModel.Past(ReturnUrl!) : "/"); // IsLocalUrl is false for null
        });
    }

    internal static ClaimsPrincipal Halfway(SpmisUser user, bool isOutside = false) =>
        new(new ClaimsIdentity([new(ClaimTypes.NameIdentifier, user.Id.ToString()), new(Stamp, user.SecurityStamp ?? ""), new(Outside, isOutside ? "yes" : "")], SignInServices.HalfwayScheme));

    protected override void Check()
    {
        if (string.IsNullOrWhiteSpace(Code))
        {
            Refuse(nameof(Code), T["Enter a code."]);
        }
    }

    protected override async Task OnRedisplayAsync()
    {
        if (await HalfwayAsync() is { Succeeded: true, Principal: { } who } && Guid.TryParse(who.FindFirstValue(ClaimTypes.NameIdentifier), out var id)
            && await db.Users.AsNoTracking().SingleOrDefaultAsync(u => u.Id == id, HttpContext.RequestAborted) is { } user)
        {
            (HasApp, HasPasskey) = (user.SecondFactorSince is not null, user.PasskeysSince is not null);
        }
    }

    private Task<AuthenticateResult> HalfwayAsync() => HttpContext.AuthenticateAsync(SignInServices.HalfwayScheme);
}
