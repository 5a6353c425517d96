using Microsoft.EntityFrameworkCore;
using Spmis.Kernel.Acts;

namespace Spmis.Identity.Sessions;

/// <summary>A person ends one of the own sessions: the computer at the other office, the lost telephone. It is over with its next request.</summary>
/// <param name="db">The module's database.</param>
public sealed class EndSession(IdentityDb db)
{
    /// <summary>Ends it and saves it.</summary>
    /// <exception cref="Refused">It is not one's own.</exception>
    public async Task HandleAsync(Guid userId, Guid sessionId, Change change, CancellationToken ct)
    {
        var session = await db.Sessions.SingleOrDefaultAsync(s => s.Id == sessionId && s.UserId == userId, ct) ?? throw new Refused("session.unknown", "There is no such session of yours.");
        session.EndedAt ??= change.Now;
        await db.SaveAsync(change, ct);
    }
}

/// <summary>Ends all sessions of a person but one.</summary>
/// <param name="db">The module's database.</param>
public sealed class EndOtherSessions(IdentityDb db)
{
    private const int AtOnce = 1000;

    /// <summary>Ends them and saves it.</summary>
    /// <param name="userId">Whose.</param>
    /// <param name="except">Which goes on; null for none.</param>
    /// <param name="change">The change.</param>
    /// <param name="ct">Cancels.</param>
    /// <returns>How many ended.</returns>
    public async Task<int> HandleAsync(Guid userId, Guid? except, Change change, CancellationToken ct)
    {
        var open = await db.Sessions.Where(s => s.UserId == userId && s.EndedAt == null && s.Id != except).OrderByDescending(s => s.SeenAt).Take(AtOnce).ToListAsync(ct);
        open.ForEach(s => s.EndedAt = change.Now);
        await db.SaveAsync(change, ct);
        return open.Count;
    }
}
