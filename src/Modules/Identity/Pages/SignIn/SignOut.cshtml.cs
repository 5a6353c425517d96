using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Spmis.Identity.Outside;
using Spmis.Identity.Sessions;
using Spmis.Identity.SignIn;
using Spmis.Kernel.Access;

namespace Spmis.Identity.Pages.SignIn;

/// <summary>Ends the session; open to everybody, because the session may have run out by itself.</summary>
[AllowAnonymous]
public sealed class SignOutModel(IdentityDb db, EndSession end, IOptions<SignInSettings> settings, CurrentActor current) : PageModel
{
    public IActionResult OnGet() => LocalRedirect("/");

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        var isOutside = false;
        if (OpenSession.IdOf(User) is { } session && Guid.TryParse(current.Actor.Id, out var id))
        {
            await end.HandleAsync(id, session, current.Change("sessions.end"), ct);
            isOutside = settings.Value.Authority.IsSet && await db.Sessions.AnyAsync(s => s.Id == session && s.IsOutside, ct);
        }

        await HttpContext.SignOutAsync(IdentityConstants.ApplicationScheme);
        // What pages and scripts left in the browser goes with the session (W3C Clear Site Data). Not cookies: the language chosen stays, and ours is taken away by name.
        Response.Headers["Clear-Site-Data"] = "\"cache\", \"storage\"";
        return LocalRedirect(isOutside ? OutsideDoor.Path + "?handler=Over" : "/sign-in");
    }
}
