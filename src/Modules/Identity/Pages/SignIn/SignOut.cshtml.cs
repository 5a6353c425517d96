using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Spmis.Identity.Users;

namespace Spmis.Identity.Pages.SignIn;

/// <summary>Ends the session; open to everybody, because the session may have run out by itself.</summary>
[AllowAnonymous]
public sealed class SignOutModel(SignInManager<SpmisUser> sessions) : PageModel
{
    public IActionResult OnGet() => LocalRedirect("/");

    public async Task<IActionResult> OnPostAsync()
    {
        await sessions.SignOutAsync();
        return LocalRedirect("/sign-in");
    }
}
