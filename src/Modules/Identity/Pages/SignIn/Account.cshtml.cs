using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using Spmis.Identity.Sessions;
using Spmis.Identity.Users;
using Spmis.Kernel.Access;
using Spmis.Kernel.Acts;
using Spmis.Web.Forms;

namespace Spmis.Identity.Pages.SignIn;

/// <summary>The own account: who one is here, and the password.</summary>
[Authorize(Policy = Web.Shell.Permission.SignedIn)]
public sealed class AccountModel(IdentityDb db, ChangePassword changePassword, OpenSession sessions, TimeProvider time, CurrentActor current, IStringLocalizer<IdentityTexts> T) : FormPage
{
    [BindProperty] public string Current { get; set; } = "";

    [BindProperty] public string Replacement { get; set; } = "";

    [BindProperty] public string Again { get; set; } = "";

    public SpmisUser Account { get; private set; } = null!; // Loaded before the page is drawn.

    public Task OnGetAsync() => OnRedisplayAsync();

    public Task<IActionResult> OnPostAsync(CancellationToken ct) => TryAsync(async () =>
    {
        var user = await changePassword.HandleAsync(IdOf(current), Current, Replacement, current.Change("users.change-password"), ct);
        // This session goes on; the others have ended. Who has a second factor has shown the password only, and is asked for the code all the same.
        await sessions.RenewAsync(HttpContext, user, !user.HasSecondFactor ? time.GetUtcNow().UtcDateTime : OpenSession.AuthenticatedAtOf(User), ct);
        Done(T["Your password is changed. Other sessions of yours have ended."]);
        return LocalRedirect("/");
    });

    protected override void Check()
    {
        if (Current.Length == 0)
        {
            Refuse(nameof(Current), T["Enter your current password."]);
        }

        if (Replacement.Length == 0)
        {
            Refuse(nameof(Replacement), T["Enter a new password."]);
        }
        else if (Replacement != Again)
        {
            Refuse(nameof(Again), T["This is not the same as the new password above."]);
        }
    }

    protected override async Task OnRedisplayAsync()
    {
        var id = IdOf(current);
        Account = await db.Users.AsNoTracking().SingleOrDefaultAsync(u => u.Id == id, HttpContext.RequestAborted) ?? throw Unknown();
    }

    // The session of a test or of another authority has no account here.
    internal static Guid IdOf(CurrentActor current) => Guid.TryParse(current.Actor.Id, out var id) ? id : throw Unknown();

    internal static Refused Unknown() => new("account.unknown", "Your account is not kept here.");
}
