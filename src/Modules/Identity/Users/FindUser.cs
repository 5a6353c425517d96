using Microsoft.EntityFrameworkCore;
using Spmis.Kernel.Access;
using Spmis.Kernel.Acts;

namespace Spmis.Identity.Users;

internal static class FindUser
{
    public static async Task<SpmisUser> UserAsync(this IdentityDb db, Guid id, CancellationToken ct) =>
        await db.Users.SingleOrDefaultAsync(u => u.Id == id, ct) ?? throw new Refused("user.unknown", "There is no such user.");

    /// <summary>Refuses what would leave nobody who can manage users.</summary>
    public static async Task KeepAnAdministratorAsync(this IdentityDb db, SpmisUser leaving, CancellationToken ct)
    {
        if (leaving.Roles.Any(r => r.Role == Roles.Administrator)
            && !await db.Users.AnyAsync(u => u.Id != leaving.Id && u.DisabledAt == null && u.Roles.Any(r => r.Role == Roles.Administrator), ct))
        {
            throw new Refused("user.last-administrator", "This is the last administrator. Make another one first.", "roles");
        }
    }
}
