using Microsoft.EntityFrameworkCore;
using OpenIddict.Abstractions;
using OpenIddict.EntityFrameworkCore.Models;
using Spmis.Identity.Users;
using Spmis.Kernel.Acts;

namespace Spmis.Identity.Clients;

/// <summary>Gives a program a new secret. The one before opens for some days more, so that the program's configuration can be changed without a night shift; for none where it leaked.</summary>
/// <param name="db">The module's database.</param>
/// <param name="applications">OpenIddict's side of it.</param>
public sealed class RenewSecret(IdentityDb db, IOpenIddictApplicationManager applications)
{
    /// <summary>Days the secret before may still open, at most.</summary>
    public const int MostDays = 30;

    /// <summary>Renews it and saves it. A secret that still opened from a renewal before ends at once.</summary>
    /// <param name="clientId">The program.</param>
    /// <param name="days">How long the secret before still opens, 0 to 30 days.</param>
    /// <param name="change">Who renews it, and so knows the new one.</param>
    /// <param name="ct">Cancels.</param>
    /// <returns>The new secret, shown once.</returns>
    /// <exception cref="Refused">There is no such program, it is closed, or the days are too many.</exception>
    public async Task<ClientSecret> HandleAsync(string clientId, int days, Change change, CancellationToken ct)
    {
        if (days is < 0 or > MostDays)
        {
            throw new Refused("client.days", $"Write for how many days the old secret still opens: 0 (it leaked) to {MostDays}.", "days");
        }

        var secret = Secrets.NewClientSecret();
        await db.WriteAsync(
            async () =>
            {
                var client = await db.Clients.SingleOrDefaultAsync(c => c.ClientId == clientId, ct) ?? throw new Refused("client.unknown", "There is no such client.");
                if (client.ClosedAt is not null)
                {
                    throw new Refused("client.closed", "The program is closed. Register a new one.");
                }

                var application = await applications.FindByClientIdAsync(clientId, ct) as OpenIddictEntityFrameworkCoreApplication<Guid> ?? throw new InvalidOperationException($"OpenIddict does not know {clientId}.");
                await KeepAsync(clientId, days == 0 ? null : application.ClientSecret, change.Now.AddDays(days), ct);
                (client.SecretSince, client.RenewedById) = (change.Now, Guid.TryParse(change.Actor.Id, out var by) ? by : null);
                await db.SaveAsync(change, ct);
                await OtherAccounts.TellAsync(db, client.RenewedById, [], ct);
                await applications.UpdateAsync(application, secret, ct);
            },
            ct);
        return new ClientSecret(clientId, secret);
    }

    private async Task KeepAsync(string clientId, string? hash, DateTime until, CancellationToken ct)
    {
        var former = await db.FormerSecrets.SingleOrDefaultAsync(s => s.ClientId == clientId, ct);
        switch (hash, former)
        {
            case (null, not null):
                db.FormerSecrets.Remove(former);
                break;
            case (not null, null):
                db.FormerSecrets.Add(new FormerSecret { ClientId = clientId, Hash = hash, ValidUntil = until });
                break;
            case (not null, not null):
                (former.Hash, former.ValidUntil) = (hash, until);
                break;
        }
    }
}
