using Microsoft.AspNetCore.Identity;
using Spmis.Identity.Accounts;
using Spmis.Kernel.Acts;

namespace Spmis.Identity.Users;

/// <summary>Gives a random password, shown once, that must be changed at the next sign-in. Ends the person's sessions, a lock and an open invitation.</summary>
/// <param name="db">The module's database.</param>
/// <param name="hasher">Makes password hashes.</param>
public sealed class ResetPassword(IdentityDb db, IPasswordHasher<SpmisUser> hasher)
{
    /// <summary>Gives it and saves it.</summary>
    public async Task<FirstPassword> HandleAsync(Guid id, Change change, CancellationToken ct)
    {
        var user = await db.UserAsync(id, ct);
        var password = CreateUser.GivePassword(user, hasher);
        await InviteUser.WithdrawAsync(db, id, change.Now, ct);
        await db.SaveAsync(change, ct);
        return new FirstPassword(user, password);
    }
}
