using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using Microsoft.Extensions.Options;
using Spmis.Identity.Passkeys;
using Spmis.Identity.Sessions;
using Spmis.Identity.SignIn;
using Spmis.Kernel.Access;
using Spmis.Web.Forms;

namespace Spmis.Identity.Pages.SignIn;

/// <summary>Asks a signed-in person to show again who they are, and sends the form on that was kept waiting, with everything typed in it.</summary>
[Authorize(Policy = Web.Shell.Permission.SignedIn), EnableRateLimiting(SignInServices.TryLimit)]
public sealed class SignInAgainModel(IdentityDb db, ConfirmUser confirm, ConfirmByPasskey confirmByPasskey, OpenSession sessions, CurrentActor current, IOptions<SignInSettings> settings, TimeProvider time, IStringLocalizer<IdentityTexts> T) : FormPage
{
    // What this page and every form bring along anew.
    private static readonly string[] NotKept = [nameof(AgainProof), nameof(AgainPasskey), nameof(AgainOutside), "__RequestVerificationToken"];

    [BindProperty] public string AgainProof { get; set; } = "";

    [BindProperty] public string AgainPasskey { get; set; } = "";

    /// <summary>Shown at the outside authority, in another window of this session.</summary>
    [BindProperty] public bool AgainOutside { get; set; }

    [BindProperty(SupportsGet = true)] public string To { get; set; } = "";

    /// <summary>The fields of the form that waits.</summary>
    public IEnumerable<(string Name, string Value)> Kept =>
        HttpMethods.IsPost(Request.Method) ? Request.Form.Where(f => !NotKept.Contains(f.Key)).SelectMany(f => f.Value.Select(v => (f.Key, v ?? ""))) : [];

    /// <summary>The outside authority, where it may be shown there as well; else null.</summary>
    public string? Authority { get; private set; }

    public bool HasApp { get; private set; }

    public bool HasPasskey { get; private set; }

    public async Task<IActionResult> OnGetAsync()
    {
        await OnRedisplayAsync();
        return Url.IsLocalUrl(To) ? Page() : LocalRedirect("/");
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        if (!Url.IsLocalUrl(To) || !Guid.TryParse(current.Actor.Id, out var id))
        {
            return LocalRedirect("/");
        }

        if (!Request.Form.ContainsKey(nameof(AgainProof)) && !Request.Form.ContainsKey(nameof(AgainPasskey)) && !AgainOutside)
        {
            ModelState.Clear(); // The form that waits has just been sent on to here.
            await OnRedisplayAsync();
            return Page();
        }

        FormKey = null; // It belongs to the form that waits.
        if (AgainOutside && time.GetUtcNow().UtcDateTime - OpenSession.AuthenticatedAtOf(User) < TimeSpan.FromMinutes(settings.Value.StepUpMinutes))
        {
            return new LocalRedirectResult(To, permanent: false, preserveMethod: true);
        }

        return await TryAsync(async () =>
        {
            var change = current.Change("users.confirm");
            var user = AgainPasskey.Length > 0
                ? await confirmByPasskey.HandleAsync(id, new PasskeyAnswer(HttpContext, AgainPasskey), change, ct)
                : await confirm.HandleAsync(id, AgainProof, change, ct);
            await sessions.RenewAsync(HttpContext, user, change.Now, ct);
            return Kept.Any() ? new LocalRedirectResult(To, permanent: false, preserveMethod: true) : LocalRedirect(GoOnModel.Past(To));
        });
    }

    protected override void Check()
    {
        if (AgainOutside)
        {
            Refuse(null, T["It was not shown there yet. Open the other window, sign in there, then come back."]);
        }
        else if (AgainProof.Length == 0 && AgainPasskey.Length == 0)
        {
            Refuse(nameof(AgainProof), T["Enter a code or password."]);
        }
    }

    protected override async Task OnRedisplayAsync()
    {
        if (Guid.TryParse(current.Actor.Id, out var id) && await db.Users.AsNoTracking().SingleOrDefaultAsync(u => u.Id == id, HttpContext.RequestAborted) is { } user)
        {
            (HasApp, HasPasskey) = (user.SecondFactorSince is not null, user.PasskeysSince is not null);
            var authority = settings.Value.Authority;
            var counts = authority.IsSet && (!user.HasSecondFactor || authority.StrongAcrs.Count > 0);
            Authority = counts && await db.OutsideLinks.AnyAsync(l => l.UserId == id && l.Issuer == authority.Issuer, HttpContext.RequestAborted) ? authority.Shown : null;
        }
    }
}
