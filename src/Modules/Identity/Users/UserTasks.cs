using System.Security.Claims;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using Spmis.Kernel.Access;
using Spmis.Web.Home;
using Spmis.Web.Parts;
using Spmis.Web.Shell;

namespace Spmis.Identity.Users;

/// <summary>Accounts that wait for somebody: they are open, and nobody has signed in to them.</summary>
internal sealed class UserTasks(IdentityDb db, Show show, IStringLocalizer<IdentityTexts> texts) : IHomeTasks
{
    public async Task<IReadOnlyList<HomeTask>> TasksAsync(ClaimsPrincipal user, CancellationToken ct)
    {
        if (!user.IsInRole(Roles.Administrator))
        {
            return [];
        }

        var waiting = await db.Users.Unused().CountAsync(ct);
        var unnumbered = await db.Users.Unnumbered().CountAsync(ct);
        return
        [
            .. unnumbered == 0 ? [] : new[] { new HomeTask(texts["Accounts of staff without a staff number: they approve nothing"], "/users?unnumbered=true", show.Count(unnumbered), TagKind.Bad, "users.manage", 450) },
            .. waiting == 0 ? [] : new[] { new HomeTask(texts["Accounts nobody has used yet"], "/users?unused=true", show.Count(waiting), TagKind.Wait, "users.manage", 500) },
        ];
    }
}

/// <summary>Queries over accounts.</summary>
internal static class UserQueries
{
    /// <summary>Open accounts of staff without a staff number.</summary>
    public static IQueryable<SpmisUser> Unnumbered(this IQueryable<SpmisUser> users) => users.Where(u => u.DisabledAt == null && u.Person == null && u.Roles.Any(r => Roles.OfStaff.Contains(r.Role)));

    /// <summary>Open accounts that nobody has signed in to.</summary>
    public static IQueryable<SpmisUser> Unused(this IQueryable<SpmisUser> users) => users.Where(u => u.DisabledAt == null && u.SignedInAt == null);
}
