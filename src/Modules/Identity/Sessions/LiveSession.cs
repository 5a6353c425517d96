using Microsoft.EntityFrameworkCore;

namespace Spmis.Identity.Sessions;

/// <summary>A session that goes on: nobody ended it, the account is open, and the password is the one it began with.</summary>
internal sealed record LiveSession(Guid UserId, DateTime SeenAt, string? Stamp, string? Version)
{
    /// <summary>Looks it up by its key; null when it is over.</summary>
    public static Task<LiveSession?> FindAsync(IdentityDb db, Guid id, CancellationToken ct) => (
        from session in db.Sessions
        join user in db.Users on session.UserId equals user.Id
        where session.Id == id && session.EndedAt == null && session.Stamp == user.SecurityStamp && user.DisabledAt == null
        select new LiveSession(user.Id, session.SeenAt, user.SecurityStamp, user.ConcurrencyStamp)).SingleOrDefaultAsync(ct);
}
