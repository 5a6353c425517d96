using Spmis.Identity.SignIn;
using Spmis.Identity.Users;
using Spmis.Kernel.Acts;

namespace Spmis.Identity.Passkeys;

/// <summary>Comes in with a passkey. Its device has asked for a finger, a face or a PIN: with what one has and what one is or knows, both factors are shown, and no code is asked for.</summary>
/// <param name="db">The module's database.</param>
/// <param name="questions">Reads the answer.</param>
public sealed class SignInPasskey(IdentityDb db, PasskeyQuestions questions)
{
    internal static Refused Wrong => new("sign-in.passkey", "This passkey does not open an account here, or the page was open too long. Try again, or sign in with user name and password.");

    /// <summary>Checks and saves.</summary>
    /// <exception cref="Refused">It does not hold, was used already, or the account is closed.</exception>
    public async Task<SpmisUser> HandleAsync(PasskeyAnswer answer, Change change, CancellationToken ct)
    {
        // Read before any row is touched: an answer that does not hold must not count against an account that somebody named in it.
        if (await questions.ReadAsync(answer, null) is not { User: var found })
        {
            throw Wrong;
        }

        return await db.ProveAsync(
            found.Id,
            _ => questions.TakeAsync(answer, null, found.Id, change.Now, ct),
            Wrong,
            user =>
            {
                if (user.DisabledAt is not null)
                {
                    throw new Refused("sign-in.closed", "This account is closed. If your work needs it, ask your administrator.");
                }

                user.CountSignIn(change.Now);
                return Task.CompletedTask;
            },
            change with { Actor = new Actor(found.Id.ToString(), found.DisplayName, [], found.Office) },
            ct);
    }
}

/// <summary>A person already in shows again who they are, with a passkey.</summary>
/// <param name="db">The module's database.</param>
/// <param name="questions">Reads the answer.</param>
public sealed class ConfirmByPasskey(IdentityDb db, PasskeyQuestions questions)
{
    /// <summary>Checks and saves.</summary>
    /// <exception cref="Refused">It does not hold, is somebody else's, or was used already; the try counts towards the lock.</exception>
    public async Task<SpmisUser> HandleAsync(Guid userId, PasskeyAnswer answer, Change change, CancellationToken ct) => await db.ProveAsync(
        userId,
        _ => questions.TakeAsync(answer, userId, userId, change.Now, ct),
        new Refused("confirm.wrong", "This is not right. Look at it again."),
        user =>
        {
            (user.AccessFailedCount, user.LockedUntil) = (0, null);
            return Task.CompletedTask;
        },
        change,
        ct);
}
