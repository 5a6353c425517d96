using Microsoft.EntityFrameworkCore;
using Spmis.Identity.SignIn;
using Spmis.Identity.Users;
using Spmis.Kernel.Acts;

namespace Spmis.Identity.Outside;

/// <summary>Comes in with what an outside authority says. It stands for the password: whoever has a second factor here is asked for it all the same, unless the authority says it asked for two.</summary>
/// <param name="db">The module's database.</param>
public sealed class SignInOutside(IdentityDb db)
{
    /// <summary>Whether the person must show a second factor here as well; else they are in.</summary>
    public static bool NeedsCode(SpmisUser user, OutsideProof proof) => user.HasSecondFactor && !proof.IsStrong;

    /// <summary>Finds the account, checks and saves.</summary>
    /// <exception cref="Refused">Nothing is linked to it, or the account is closed (for a while).</exception>
    public async Task<SpmisUser> HandleAsync(OutsideProof proof, Change change, CancellationToken ct)
    {
        var unlinked = new Refused("sign-in.outside", "No account here is linked to the one with which you signed in there. Sign in with your user name and password, open 'Your account' and link it.");
        var found = await db.OutsideUserAsync(proof, ct) ?? throw unlinked;
        var code = NeedsCode(found, proof);
        return await db.ProveAsync(
            found.Id,
            _ => db.IsLinkedAsync(found.Id, proof, ct),
            unlinked,
            user =>
            {
                if (user.DisabledAt is not null)
                {
                    throw new Refused("sign-in.closed", "This account is closed. If your work needs it, ask your administrator.");
                }

                if (NeedsCode(user, proof) != code)
                {
                    throw new Refused("sign-in.again", "Something about this account changed a moment ago. Start again.");
                }

                if (!code)
                {
                    user.CountSignIn(change.Now);
                }

                return Task.CompletedTask;
            },
            code ? change with { Act = "users.outside-right", Actor = SignInUser.Nobody } : change with { Actor = new Actor(found.Id.ToString(), found.DisplayName, [], found.Office) },
            ct);
    }
}

/// <summary>A person already in shows again at the authority who they are.</summary>
/// <param name="db">The module's database.</param>
public sealed class ConfirmOutside(IdentityDb db)
{
    /// <summary>Checks and saves.</summary>
    /// <exception cref="Refused">It was somebody else, an old sign-in, or the account has a second factor here that the authority does not stand for.</exception>
    public async Task<SpmisUser> HandleAsync(Guid userId, OutsideProof proof, Change change, CancellationToken ct)
    {
        proof.RequireFresh();
        return await db.ProveAsync(
            userId,
            _ => db.IsLinkedAsync(userId, proof, ct),
            new Refused("confirm.wrong", "This is not right. Look at it again."),
            user =>
            {
                if (SignInOutside.NeedsCode(user, proof))
                {
                    throw new Refused("confirm.code", "Your account has a second factor here. Show that one.");
                }

                (user.AccessFailedCount, user.LockedUntil) = (0, null);
                return Task.CompletedTask;
            },
            change,
            ct);
    }
}

internal static class FindOutside
{
    public static async Task<SpmisUser?> OutsideUserAsync(this IdentityDb db, OutsideProof proof, CancellationToken ct) =>
        await LinkAsync(db, proof, ct) is { } link ? await db.Users.AsNoTracking().SingleOrDefaultAsync(u => u.Id == link.UserId, ct) : null;

    public static async Task<bool> IsLinkedAsync(this IdentityDb db, Guid userId, OutsideProof proof, CancellationToken ct) => (await LinkAsync(db, proof, ct))?.UserId == userId;

    // Looked at again letter for letter: to some databases 'abc' and 'ABC' are the same, to an authority they are two people.
    private static async Task<OutsideLink?> LinkAsync(IdentityDb db, OutsideProof proof, CancellationToken ct) =>
        await db.OutsideLinks.AsNoTracking().SingleOrDefaultAsync(l => l.Issuer == proof.Issuer && l.Subject == proof.Subject, ct) is { } link && link.Issuer == proof.Issuer && link.Subject == proof.Subject ? link : null;
}
