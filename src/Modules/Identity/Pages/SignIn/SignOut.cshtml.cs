using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Spmis.Identity.Sessions;
using Spmis.Kernel.Access;

namespace Spmis.Identity.Pages.SignIn;

/// <summary>Ends the session; open to everybody, because the session may have run out by itself.</summary>
[AllowAnonymous]
public sealed class SignOutModel(EndSession end, CurrentActor current) : PageModel
{
    public IActionResult OnGet() => LocalRedirect("/");

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        if (OpenSession.IdOf(User) is { } session && Guid.TryParse(current.Actor.Id, out var id))
        {
            await end.HandleAsync(id, session, current.Change("sessions.end"), ct);
        }

        await HttpContext.SignOutAsync(IdentityConstants.ApplicationScheme);
        return LocalRedirect("/sign-in");
    }
}
