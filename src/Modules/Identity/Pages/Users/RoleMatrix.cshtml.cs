using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Spmis.Kernel.Access;

namespace Spmis.Identity.Pages.Users;

/// <summary>Every permission of every module and who holds it, as declared in the code and asked at every door (RouteMatrixTests). The permissions' own words are English.</summary>
[Authorize(Policy = "users.read")]
public sealed class RoleMatrixModel(IReadOnlyList<Permission> permissions) : PageModel
{
    public IReadOnlyList<string> RoleNames => Roles.ForUsers;

    /// <summary>By what they are about: the word before the point.</summary>
    public IEnumerable<IGrouping<string, Permission>> Groups => permissions.GroupBy(p => p.Name.Split('.')[0]).OrderBy(g => g.Key, StringComparer.Ordinal);
}
