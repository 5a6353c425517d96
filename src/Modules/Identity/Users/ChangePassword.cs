using Microsoft.AspNetCore.Identity;
using Spmis.Identity.SignIn;
using Spmis.Kernel.Acts;

namespace Spmis.Identity.Users;

/// <summary>A person changes the own password.</summary>
/// <param name="db">The module's database.</param>
/// <param name="hasher">Makes and checks password hashes.</param>
/// <param name="rules">What a password must be.</param>
public sealed class ChangePassword(IdentityDb db, IPasswordHasher<SpmisUser> hasher, PasswordRules rules)
{
    /// <summary>Changes it and saves it; other sessions end.</summary>
    /// <exception cref="Refused">The current one is wrong, or the new one is weak or the same.</exception>
    public async Task<SpmisUser> HandleAsync(Guid id, string current, string replacement, Change change, CancellationToken ct)
    {
        var wrong = new Refused("password.wrong", "This is not your current password.", "current");
        return await db.ProveAsync(
            id,
            Proof.ByPassword(hasher, current),
            wrong,
            user =>
            {
                if (current == replacement)
                {
                    throw new Refused("password.same", "Choose a password other than the current one.", "replacement");
                }

                rules.Check(replacement, user.UserName!, "replacement"); // Every user has a name: the column says so.
                user.PasswordHash = hasher.HashPassword(user, replacement);
                (user.MustChangePassword, user.AccessFailedCount) = (false, 0);
                user.EndSessions();
                return Task.CompletedTask;
            },
            change,
            ct);
    }
}
