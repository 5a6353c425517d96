using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Spmis.Identity.Users;
using Spmis.Kernel.Acts;

namespace Spmis.Identity.SignIn;

/// <summary>What a known user shows to prove who they are: password or code. Wrong ones count towards the lock, wherever they are typed.</summary>
internal static class Proof
{
    private const string Locked = "After several wrong passwords or codes the account is closed for a while. Try again later.";

    public static Refused WrongCode => new("second-factor.code", "This is not a code that works now. Each works once; wait for the next one.", "code");

    public static Func<SpmisUser, Task<bool>> ByPassword(IPasswordHasher<SpmisUser> hasher, string password) =>
        user => Task.FromResult(hasher.VerifyHashedPassword(user, user.PasswordHash ?? "", password) != PasswordVerificationResult.Failed);

    /// <summary>Checks, counts, does what follows and saves, under the row's lock: tries sent side by side are counted one after another.</summary>
    /// <exception cref="Refused">It does not hold (the try is saved all the same), or what follows was refused (nothing is saved).</exception>
    public static async Task<SpmisUser> ProveAsync(this IdentityDb db, Guid id, Func<SpmisUser, Task<bool>> holds, Refused wrong, Func<SpmisUser, Task> then, Change change, CancellationToken ct)
    {
        SpmisUser? proved = null;
        Refused? refused = null;
        await db.WriteAsync(
            async () =>
            {
                await db.Users.Where(u => u.Id == id).ExecuteUpdateAsync(s => s.SetProperty(u => u.AccessFailedCount, u => u.AccessFailedCount), ct);
                var user = await db.UserAsync(id, ct);
                if (user.IsLocked(change.Now))
                {
                    refused = new Refused("sign-in.locked", Locked, wrong.Field);
                }
                else if (!await holds(user))
                {
                    // Whoever found the computer unlocked must not have more tries than at the door.
                    user.CountWrongPassword(change.Now);
                    await db.SaveAsync(change with { Act = wrong.Code == WrongCode.Code ? "users.code-wrong" : "users.password-wrong" }, ct);
                    refused = wrong;
                }
                else
                {
                    await then(user);
                    await db.SaveAsync(change, ct);
                    proved = user;
                }
            },
            ct);
        return refused is not null ? throw refused : proved ?? throw new InvalidOperationException("A proof without a refusal has a user.");
    }
}
