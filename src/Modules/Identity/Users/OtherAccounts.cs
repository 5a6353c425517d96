using Microsoft.EntityFrameworkCore;
using Spmis.Identity.Clients;

namespace Spmis.Identity.Users;

/// <summary>Who stands behind several accounts or programs must not be two pairs of eyes.</summary>
internal static class OtherAccounts
{
    private const int Most = 20; // They travel in the cookie.

    /// <summary>Ids of the other accounts of the same person, closed ones too, and of the programs any of them registered.</summary>
    public static async Task<IReadOnlyList<string>> OfAsync(IdentityDb db, SpmisUser user, CancellationToken ct)
    {
        var accounts = user.Person is null ? [] : await db.Users.AsNoTracking().Where(u => u.Person == user.Person && u.Id != user.Id).OrderBy(u => u.Id).Select(u => u.Id).Take(Most).ToListAsync(ct);
        Guid?[] all = [user.Id, .. accounts];
        var programs = await db.Clients.AsNoTracking().Where(c => all.Contains(c.RegisteredById)).OrderByDescending(c => c.Id).Select(c => c.ClientId).Take(Most).ToListAsync(ct);
        return [.. accounts.Select(id => id.ToString()), .. programs];
    }

    /// <summary>Ids of whoever registered a program and so knows its secret, and of the other accounts and programs of that person.</summary>
    public static async Task<IReadOnlyList<string>> OfClientAsync(IdentityDb db, ApiClient client, CancellationToken ct) =>
        client.RegisteredById is { } id && await db.Users.AsNoTracking().SingleOrDefaultAsync(u => u.Id == id, ct) is { } registrar
            ? [id.ToString(), .. (await OfAsync(db, registrar, ct)).Where(other => other != client.ClientId)]
            : [];
}
