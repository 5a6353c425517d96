using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Spmis.Kernel.Access;

namespace Spmis.Identity.Pages.Users;

/// <summary>Every permission of every module and who holds it, as declared in the code and asked at every door (RouteMatrixTests). The permissions' own words are English.</summary>
[Authorize(Policy = "users.read")]
public sealed class RoleMatrixModel(IReadOnlyList<Permission> permissions) : PageModel
{
    public IReadOnlyList<string> RoleNames => Roles.ForUsers;

    /// <summary>By name, so that what is about one thing stands together.</summary>
    public IEnumerable<Permission> Permissions => permissions.OrderBy(p => p.Name, StringComparer.Ordinal);
}
