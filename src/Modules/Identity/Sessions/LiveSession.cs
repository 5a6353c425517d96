using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Spmis.Identity.SignIn;

namespace Spmis.Identity.Sessions;

/// <summary>A session that goes on: nobody ended it, the account is open, and the password is the one it began with.</summary>
internal sealed record LiveSession(Guid UserId, DateTime SeenAt, string? Stamp, string? Version)
{
    /// <summary>Sessions begun before are over (<see cref="SignInSettings.SessionHours"/>).</summary>
    public static DateTime Since(IServiceProvider services) =>
        services.GetRequiredService<TimeProvider>().GetUtcNow().UtcDateTime.AddHours(-services.GetRequiredService<IOptions<SignInSettings>>().Value.SessionHours);

    /// <summary>Looks it up by its key; null when it is over.</summary>
    /// <param name="db">The module's database.</param>
    /// <param name="id">Its key.</param>
    /// <param name="begunSince">Older ones are over, used or not.</param>
    /// <param name="ct">Cancels.</param>
    public static Task<LiveSession?> FindAsync(IdentityDb db, Guid id, DateTime begunSince, CancellationToken ct) => (
        from session in db.Sessions
        join user in db.Users on session.UserId equals user.Id
        where session.Id == id && session.EndedAt == null && session.CreatedAt > begunSince && session.Stamp == user.SecurityStamp && user.DisabledAt == null
        select new LiveSession(user.Id, session.SeenAt, user.SecurityStamp, user.ConcurrencyStamp)).SingleOrDefaultAsync(ct);
}
