using Microsoft.EntityFrameworkCore;
using Spmis.Identity.Clients;
using Spmis.Kernel.Acts;

namespace Spmis.Identity.Users;

/// <summary>Who stands behind several accounts or programs must not be two pairs of eyes.</summary>
internal static class OtherAccounts
{
    /// <summary>Accounts of one person, and programs registered by one account, at most: they travel in the cookie, and none may be left out.</summary>
    public const int Most = 20;

    /// <summary>Ids of the other accounts of the same person, closed ones too, and of the programs any of them registered.</summary>
    public static async Task<IReadOnlyList<string>> OfAsync(IdentityDb db, SpmisUser user, CancellationToken ct)
    {
        var accounts = user.Person is null ? [] : await db.Users.AsNoTracking().Where(u => u.Person == user.Person && u.Id != user.Id).OrderBy(u => u.Id).Select(u => u.Id).Take(Most).ToListAsync(ct);
        Guid?[] all = [user.Id, .. accounts];
        var programs = await db.Clients.AsNoTracking().Where(c => all.Contains(c.RegisteredById) || (c.RenewedById != null && all.Contains(c.RenewedById))).OrderByDescending(c => c.Id).Select(c => c.ClientId).Take(Most * Most).ToListAsync(ct);
        return [.. accounts.Select(id => id.ToString()), .. programs];
    }

    /// <summary>Has sessions that are open already learn of a new account or program of the same person: with the version of an account its cookie is written anew.</summary>
    /// <param name="db">The module's database, inside the transaction of the change.</param>
    /// <param name="account">Whose; null for nobody.</param>
    /// <param name="persons">Staff numbers concerned.</param>
    /// <param name="ct">Cancels.</param>
    public static async Task TellAsync(IdentityDb db, Guid? account, IReadOnlyCollection<string?> persons, CancellationToken ct)
    {
        var known = persons.OfType<string>().ToList();
        var person = account is { } id ? await db.Users.Where(u => u.Id == id).Select(u => u.Person).SingleOrDefaultAsync(ct) : null;
        var version = Guid.CreateVersion7().ToString("N");
        await db.Users.Where(u => u.Id == account || (u.Person != null && (u.Person == person || known.Contains(u.Person)))).ExecuteUpdateAsync(s => s.SetProperty(u => u.ConcurrencyStamp, version), ct);
    }

    /// <summary>Refuses one account more of a person than can be looked at.</summary>
    public static async Task RefuseTooManyAsync(IdentityDb db, string? person, Guid except, CancellationToken ct)
    {
        if (person is not null && await db.Users.CountAsync(u => u.Person == person && u.Id != except, ct) >= Most)
        {
            throw new Refused("user.too-many-accounts", $"The person {person} has {Most} other accounts already. Take the staff number out of one that is no longer theirs.", "person");
        }
    }

    /// <summary>Ids of whoever registered a program or renewed its secret and so knows it, and of the other accounts and programs of these persons.</summary>
    public static async Task<IReadOnlyList<string>> OfClientAsync(IdentityDb db, ApiClient client, CancellationToken ct)
    {
        HashSet<string> all = [];
        foreach (var id in new[] { client.RegisteredById, client.RenewedById }.OfType<Guid>().Distinct())
        {
            if (await db.Users.AsNoTracking().SingleOrDefaultAsync(u => u.Id == id, ct) is { } who)
            {
                all.UnionWith([id.ToString(), .. await OfAsync(db, who, ct)]);
            }
        }

        return [.. all.Where(other => other != client.ClientId)];
    }
}
