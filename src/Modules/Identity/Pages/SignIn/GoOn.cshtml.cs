using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Spmis.Identity.Pages.SignIn;

/// <summary>
/// Between the sign-in form and a program elsewhere. The content policy lets our forms lead nowhere but to ourselves, redirects included (form-action);
/// so the form's way ends here, and the browser goes on by itself.
/// </summary>
[Authorize(Policy = Web.Shell.Permission.SignedIn)]
public sealed class GoOnModel : PageModel
{
    private const string Authorize = "/connect/authorize";

    [BindProperty(SupportsGet = true)] public string To { get; set; } = "";

    public IActionResult OnGet()
    {
        if (!IsWay(To))
        {
            return LocalRedirect("/");
        }

        Response.Headers["Refresh"] = $"0;url={To}";
        return Page();
    }

    /// <summary>Where a sign-in leads: there, or past this page when a program waits.</summary>
    internal static string Past(string local) => IsWay(local) ? $"/sign-in/go-on?to={Uri.EscapeDataString(local)}" : local;

    private static bool IsWay(string address) => address.StartsWith(Authorize + "?", StringComparison.Ordinal) && !address.Any(char.IsControl);
}
