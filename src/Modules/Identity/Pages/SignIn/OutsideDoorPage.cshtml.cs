using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Localization;
using Microsoft.Extensions.Options;
using Spmis.Identity.Outside;
using Spmis.Identity.Sessions;
using Spmis.Identity.SignIn;
using Spmis.Kernel.Access;
using Spmis.Kernel.Acts;
using Spmis.Web.Forms;
using Spmis.Web.Shell;

namespace Spmis.Identity.Pages.SignIn;

/// <summary>Sends to the outside authority, and acts on what came back: a sign-in, a link, a proof of a moment ago.</summary>
[AllowAnonymous, EnableRateLimiting(SignInServices.TryLimit)]
public sealed class OutsideDoorPageModel(
    SignInOutside signIn, LinkOutside link, ConfirmOutside confirm, OpenSession sessions, IDataProtectionProvider protection, IOptions<SignInSettings> settings, TimeProvider time, CurrentActor current, Show show, IStringLocalizer<IdentityTexts> T) : FormPage
{
    private static readonly TimeSpan TicketHolds = TimeSpan.FromMinutes(5);

    /// <summary>The authority's name.</summary>
    public string Authority => Setting.IsSet ? Setting.Shown : "";

    /// <summary>Where the browser goes on by itself.</summary>
    public string? GoOn { get; private set; }

    public bool IsShown { get; private set; }

    public bool IsOver { get; private set; }

    public bool HasFailed { get; private set; }

    private AuthoritySettings Setting => settings.Value.Authority;

    private DateTime Now => time.GetUtcNow().UtcDateTime;

    public IActionResult OnGet(string? returnUrl) => User.Identity?.IsAuthenticated == true ? LocalRedirect("/") : Send(OutsidePurpose.SignIn, Url.IsLocalUrl(returnUrl) ? returnUrl : null);

    public IActionResult OnGetAgain(string? to) => User.Identity?.IsAuthenticated == true ? Send(OutsidePurpose.Again, Url.IsLocalUrl(to) ? to : null) : LocalRedirect("/sign-in");

    /// <summary>Only with the ticket that the own account's form has just made: a foreign page cannot start this.</summary>
    public IActionResult OnGetLink(string? ticket) => ticket is not null && ReadTicket(ticket) == TicketOf(User) ? Send(OutsidePurpose.Link, null) : LocalRedirect("/account/outside");

    public IActionResult OnGetFailed()
    {
        HasFailed = true;
        return Page();
    }

    public IActionResult OnGetOver()
    {
        IsOver = true;
        return Page();
    }

    public IActionResult OnGetSignOut() => Setting.IsSet && User.Identity?.IsAuthenticated != true ? SignOut(OutsideDoor.Scheme) : LocalRedirect("/");

    public async Task<IActionResult> OnGetCameAsync(CancellationToken ct)
    {
        var proof = Setting.IsSet ? OutsideProof.Read(await HttpContext.AuthenticateAsync(OutsideDoor.CameScheme), Setting) : null;
        if (proof is null)
        {
            return LocalRedirect("/sign-in");
        }

        await HttpContext.SignOutAsync(OutsideDoor.CameScheme);
        return await TryAsync(() => proof.Purpose switch
        {
            OutsidePurpose.Link => LinkAsync(proof, ct),
            OutsidePurpose.Again => ConfirmAsync(proof, ct),
            _ => SignInAsync(proof, ct),
        });
    }

    /// <summary>What lets the account's form lead here.</summary>
    internal static string Ticket(IDataProtectionProvider protection, ClaimsPrincipal user) => Protector(protection).Protect(TicketOf(user), TicketHolds);

    private async Task<IActionResult> SignInAsync(OutsideProof proof, CancellationToken ct)
    {
        if (Setting.AlwaysAsk)
        {
            proof.RequireFresh();
        }

        var change = SignInUser.ChangeOf(HttpContext, time);
        change = change with { Evidence = $"{change.Evidence}, {Authority}".TrimStart(',', ' ') };
        var user = await signIn.HandleAsync(proof, change, ct);
        if (SignInOutside.NeedsCode(user, proof))
        {
            await HttpContext.SignInAsync(SignInServices.HalfwayScheme, SignInCodeModel.Halfway(user, isOutside: true));
            return OnOwnWay(proof.To is { } after ? $"/sign-in/code?returnUrl={Uri.EscapeDataString(after)}" : "/sign-in/code");
        }

        await sessions.HandleAsync(HttpContext, user, isOutside: true, proof.ShownAt ?? DateTime.UnixEpoch, change, ct);
        if (user.SignedInBefore is { } before)
        {
            Done(T["Your last sign-in was on {0}.", show.Time(before)]);
        }

        return LocalRedirect(user.MustChangePassword ? Gate.AccountPath : proof.To is { } to ? GoOnModel.Past(to) : "/");
    }

    private async Task<IActionResult> LinkAsync(OutsideProof proof, CancellationToken ct)
    {
        var user = await link.HandleAsync(Asker(proof), proof, current.Change("users.link-outside"), ct);
        await sessions.RenewAsync(HttpContext, user, OpenSession.AuthenticatedAtOf(User), ct);
        Done(T["Your account is linked to {0}. Other sessions of yours have ended.", proof.Name ?? Authority]);
        return LocalRedirect("/account/outside");
    }

    private async Task<IActionResult> ConfirmAsync(OutsideProof proof, CancellationToken ct)
    {
        var change = current.Change("users.confirm");
        var user = await confirm.HandleAsync(Asker(proof), proof, change with { Evidence = Authority }, ct);
        await sessions.RenewAsync(HttpContext, user, change.Now, ct);
        if (proof.To is { } to)
        {
            return LocalRedirect(GoOnModel.Past(to));
        }

        IsShown = true;
        return Page();
    }

    // Whoever asked must still be the one who sits here: the way there and back may have taken a while.
    private Guid Asker(OutsideProof proof) => proof is { UserId: { } user, Session: { } session } && OpenSession.IdOf(User) == session && current.Actor.Id == user.ToString()
        ? user
        : throw new Refused("outside.other-session", "You were signed out or in as somebody else meanwhile. Start again.");

    private IActionResult Send(OutsidePurpose purpose, string? to)
    {
        var user = Guid.TryParse(User.FindFirstValue(ClaimTypes.NameIdentifier), out var id) ? id : (Guid?)null;
        return Setting.IsSet ? Challenge(OutsideProof.Ask(purpose, to, user, OpenSession.IdOf(User), Now), OutsideDoor.Scheme) : LocalRedirect("/sign-in");
    }

    // The cookie of the half way goes to our own pages only, and the browser still counts this request as the authority's.
    private IActionResult OnOwnWay(string local)
    {
        GoOn = local;
        Response.Headers["Refresh"] = $"0;url={local}";
        return Page();
    }

    private string? ReadTicket(string ticket)
    {
        try
        {
            return Protector(protection).Unprotect(ticket);
        }
        catch (System.Security.Cryptography.CryptographicException)
        {
            return null; // Too old, or none of ours.
        }
    }

    private static string TicketOf(ClaimsPrincipal user) => $"{user.FindFirstValue(ClaimTypes.NameIdentifier)}|{OpenSession.IdOf(user)}";

    private static ITimeLimitedDataProtector Protector(IDataProtectionProvider protection) => protection.CreateProtector("Spmis.Identity.OutsideLink").ToTimeLimitedDataProtector();
}
