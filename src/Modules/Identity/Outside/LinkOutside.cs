using Microsoft.EntityFrameworkCore;
using Spmis.Identity.Users;
using Spmis.Kernel.Acts;

namespace Spmis.Identity.Outside;

/// <summary>A person, signed in here and having just shown at the authority who they are, links the two accounts. Other sessions end.</summary>
/// <param name="db">The module's database.</param>
public sealed class LinkOutside(IdentityDb db)
{
    /// <summary>Links them and saves it.</summary>
    /// <exception cref="Refused">The account there is linked to another one here, or this one to another there, or the sign-in there was not a fresh one.</exception>
    public async Task<SpmisUser> HandleAsync(Guid userId, OutsideProof proof, Change change, CancellationToken ct)
    {
        proof.RequireFresh();
        SpmisUser? linked = null;
        await db.WriteAsync(
            async () =>
            {
                // Takes the row's lock: of two links made at once the second sees the first.
                await db.Users.Where(u => u.Id == userId).ExecuteUpdateAsync(s => s.SetProperty(u => u.AccessFailedCount, u => u.AccessFailedCount), ct);
                var user = await db.UserAsync(userId, ct);
                if (await db.OutsideLinks.AnyAsync(l => l.UserId == userId && l.Issuer == proof.Issuer, ct))
                {
                    throw new Refused("outside.linked", "Your account is linked already. Take that link away first.");
                }

                if (await db.OutsideLinks.AnyAsync(l => l.Issuer == proof.Issuer && l.Subject == proof.Subject, ct))
                {
                    throw new Refused("outside.taken", "The account with which you signed in there opens another account here already.");
                }

                db.OutsideLinks.Add(new OutsideLink { UserId = userId, Issuer = proof.Issuer, Subject = proof.Subject, LinkedAt = change.Now });
                user.EndSessions();
                await db.SaveAsync(change, ct);
                linked = user;
            },
            ct);
        return linked!; // Set by the work above, which ran.
    }
}

/// <summary>Takes the links of an account away: by the person, or by an administrator where the account at the authority is lost or stolen. Sessions end.</summary>
/// <param name="db">The module's database.</param>
public sealed class UnlinkOutside(IdentityDb db)
{
    private const int Most = 20;

    /// <summary>Takes them away and saves it.</summary>
    /// <exception cref="Refused">There is none.</exception>
    public async Task<SpmisUser> HandleAsync(Guid userId, Change change, CancellationToken ct)
    {
        var user = await db.UserAsync(userId, ct);
        var links = await db.OutsideLinks.Where(l => l.UserId == userId).OrderBy(l => l.Id).Take(Most).ToListAsync(ct);
        if (links.Count == 0)
        {
            throw new Refused("outside.none", "This account is not linked to one elsewhere.");
        }

        db.OutsideLinks.RemoveRange(links);
        user.EndSessions();
        await db.SaveAsync(change, ct);
        return user;
    }
}
