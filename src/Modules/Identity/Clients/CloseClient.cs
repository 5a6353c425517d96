using Microsoft.EntityFrameworkCore;
using OpenIddict.Abstractions;
using Spmis.Kernel.Acts;

namespace Spmis.Identity.Clients;

/// <summary>Closes a client application: no new token, and those it has are revoked.</summary>
/// <param name="db">The module's database.</param>
/// <param name="applications">OpenIddict's side of it.</param>
/// <param name="tokens">The tokens it has.</param>
public sealed class CloseClient(IdentityDb db, IOpenIddictApplicationManager applications, IOpenIddictTokenManager tokens)
{
    /// <summary>Closes it and saves it.</summary>
    public async Task HandleAsync(string clientId, Change change, CancellationToken ct) => await db.WriteAsync(
        async () =>
        {
            var client = await db.Clients.SingleOrDefaultAsync(c => c.ClientId == clientId, ct) ?? throw new Refused("client.unknown", "There is no such client.");
            client.ClosedAt ??= change.Now;
            await db.SaveAsync(change, ct);
            if (await applications.FindByClientIdAsync(clientId, ct) is { } application && await applications.GetIdAsync(application, ct) is { } id)
            {
                await tokens.RevokeByApplicationIdAsync(id, ct);
            }
        },
        ct);
}
