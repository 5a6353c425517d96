using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Spmis.Identity.Users;
using Spmis.Kernel.Acts;

namespace Spmis.Identity.SignIn;

/// <summary>Checks user name and password. Whatever is wrong, the answer is the same and takes as long, so that nobody learns which accounts exist.</summary>
/// <param name="db">The module's database.</param>
/// <param name="hasher">Checks password hashes.</param>
public sealed class SignInUser(IdentityDb db, IPasswordHasher<SpmisUser> hasher)
{
    /// <summary>As whom a failed try is recorded.</summary>
    public static readonly Actor Nobody = new("nobody", "Somebody not signed in", []);

    private const string Wrong = "The user name or the password is not right. After five wrong passwords in a row an account is closed for a while, longer each time.";

    // A hash of nothing anybody has, so that an unknown name costs the same time as a known one.
    private static readonly string Decoy = new PasswordHasher<object>().HashPassword(new object(), Secrets.Letters(40));

    /// <summary>The change of a sign-in: nobody yet, from an address.</summary>
    public static Change ChangeOf(HttpContext http, TimeProvider time) => new()
    {
        Act = "users.sign-in", Actor = Nobody, Now = time.GetUtcNow().UtcDateTime, Evidence = http.Connection.RemoteIpAddress is { } address ? $"from {address}" : null,
    };

    /// <summary>Checks, counts and saves. Who has a second factor is not in yet: see <see cref="SignInCode"/>.</summary>
    /// <exception cref="Refused">They do not fit, or the account is closed; the try is saved all the same.</exception>
    public async Task<SpmisUser> HandleAsync(string userName, string password, Change change, CancellationToken ct)
    {
        SpmisUser? signedIn = null;
        Refused? refused = null;
        await db.WriteAsync(
            async () =>
            {
                var name = CreateUser.Normalize(userName);
                // Takes the row's lock: tries sent side by side are counted one after another.
                await db.Users.Where(u => u.NormalizedUserName == name).ExecuteUpdateAsync(s => s.SetProperty(u => u.AccessFailedCount, u => u.AccessFailedCount), ct);
                var user = await db.Users.SingleOrDefaultAsync(u => u.NormalizedUserName == name, ct);
                var open = user is not null && !user.IsLocked(change.Now);
                var result = hasher.VerifyHashedPassword(user ?? Stranger(), open ? user!.PasswordHash ?? Decoy : Decoy, password); // open only when there is a user
                refused = await CountAsync(user, open, result, password, change, ct);
                signedIn = refused is null ? user : null;
            },
            ct);
        return refused is not null ? throw refused : signedIn ?? throw new InvalidOperationException("A sign-in without a refusal has a user.");
    }

    private async Task<Refused?> CountAsync(SpmisUser? user, bool open, PasswordVerificationResult result, string password, Change change, CancellationToken ct)
    {
        if (user is null || !open)
        {
            return new Refused("sign-in.wrong", Wrong);
        }

        if (result == PasswordVerificationResult.Failed)
        {
            user.CountWrongPassword(change.Now);
            await db.SaveAsync(change with { Act = "users.password-wrong", Actor = Nobody }, ct);
            return new Refused("sign-in.wrong", Wrong);
        }

        if (user.DisabledAt is not null)
        {
            // Only who knows the password learns this.
            return new Refused("sign-in.closed", "This account is closed. If your work needs it, ask your administrator.");
        }

        if (result == PasswordVerificationResult.SuccessRehashNeeded)
        {
            user.PasswordHash = hasher.HashPassword(user, password);
        }

        if (user.HasSecondFactor)
        {
            // Half the way: wrong codes must go on counting from where wrong passwords left off.
            await db.SaveAsync(change with { Act = "users.password-right", Actor = Nobody }, ct);
            return null;
        }

        user.CountSignIn(change.Now);
        await db.SaveAsync(change with { Actor = new Actor(user.Id.ToString(), user.DisplayName, [], user.Office) }, ct);
        return null;
    }

    private static SpmisUser Stranger() => new() { DisplayName = "" };
}
