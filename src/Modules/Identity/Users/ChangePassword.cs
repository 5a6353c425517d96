using Microsoft.AspNetCore.Identity;
using Spmis.Kernel.Acts;

namespace Spmis.Identity.Users;

/// <summary>A person changes the own password.</summary>
/// <param name="db">The module's database.</param>
/// <param name="hasher">Makes and checks password hashes.</param>
public sealed class ChangePassword(IdentityDb db, IPasswordHasher<SpmisUser> hasher)
{
    /// <summary>Changes it and saves it; other sessions end.</summary>
    /// <exception cref="Refused">The current one is wrong, or the new one is weak or the same.</exception>
    public async Task<SpmisUser> HandleAsync(Guid id, string current, string replacement, Change change, CancellationToken ct)
    {
        var user = await db.UserAsync(id, ct);
        if (user.IsLocked(change.Now))
        {
            throw new Refused("sign-in.locked", "After several wrong passwords the account is closed for a while. Try again later.", "current");
        }

        if (hasher.VerifyHashedPassword(user, user.PasswordHash ?? "", current) == PasswordVerificationResult.Failed)
        {
            // Whoever found the computer unlocked must not have more tries than at the door.
            user.CountWrongPassword(change.Now);
            await db.SaveAsync(change with { Act = "users.password-wrong" }, ct);
            throw new Refused("password.wrong", "This is not your current password.", "current");
        }

        if (current == replacement)
        {
            throw new Refused("password.same", "Choose a password other than the current one.", "replacement");
        }

        PasswordRules.Check(replacement, user.UserName!, "replacement"); // Every user has a name: the column says so.
        user.PasswordHash = hasher.HashPassword(user, replacement);
        (user.MustChangePassword, user.AccessFailedCount) = (false, 0);
        user.EndSessions();
        await db.SaveAsync(change, ct);
        return user;
    }
}
