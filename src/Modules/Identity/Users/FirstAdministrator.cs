using Microsoft.EntityFrameworkCore;
using Spmis.Kernel.Access;
using Spmis.Kernel.Acts;

namespace Spmis.Identity.Users;

/// <summary>The account with which an empty system is entered.</summary>
/// <param name="db">The module's database.</param>
/// <param name="create">Makes it.</param>
public sealed class FirstAdministrator(IdentityDb db, CreateUser create)
{
    /// <summary>Its user name.</summary>
    public const string UserName = "admin";

    /// <summary>Makes it when there is no administrator at all.</summary>
    /// <returns>Its password, or null when there was nothing to do.</returns>
    public async Task<FirstPassword?> HandleAsync(Change change, CancellationToken ct)
    {
        // Demo users do not count: their month is loaded before anybody has signed in.
        if (await db.Users.AnyAsync(u => !u.IsDemo, ct))
        {
            return null;
        }

        try
        {
            return await create.HandleAsync(new NewUser { UserName = UserName, DisplayName = "Administrator", Roles = [Roles.Administrator], IsFirst = true }, change, ct);
        }
        catch (Refused refused) when (refused.Code is "exists-already" or "user.name-taken")
        {
            return null; // Another process starting at the same moment was faster, and shows the password.
        }
    }
}
