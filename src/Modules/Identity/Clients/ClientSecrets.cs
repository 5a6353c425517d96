using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using OpenIddict.Abstractions;
using OpenIddict.Core;
using OpenIddict.EntityFrameworkCore.Models;

namespace Spmis.Identity.Clients;

/// <summary>Takes a program's present secret, and the one before while that still opens (<see cref="RenewSecret"/>).</summary>
/// <param name="db">The module's database.</param>
/// <param name="time">The clock.</param>
/// <param name="cache">OpenIddict's.</param>
/// <param name="logger">OpenIddict's.</param>
/// <param name="options">OpenIddict's own.</param>
/// <param name="store">OpenIddict's store.</param>
internal sealed class ClientSecrets(
    IdentityDb db, TimeProvider time, IOpenIddictApplicationCache<OpenIddictEntityFrameworkCoreApplication<Guid>> cache, ILogger<OpenIddictApplicationManager<OpenIddictEntityFrameworkCoreApplication<Guid>>> logger,
    IOptionsMonitor<OpenIddictCoreOptions> options, IOpenIddictApplicationStore<OpenIddictEntityFrameworkCoreApplication<Guid>> store)
    : OpenIddictApplicationManager<OpenIddictEntityFrameworkCoreApplication<Guid>>(cache, logger, options, store)
{
    public override async ValueTask<bool> ValidateClientSecretAsync(OpenIddictEntityFrameworkCoreApplication<Guid> application, string secret, CancellationToken cancellationToken = default)
    {
        if (await base.ValidateClientSecretAsync(application, secret, cancellationToken))
        {
            return true;
        }

        var now = time.GetUtcNow().UtcDateTime;
        var former = await db.FormerSecrets.AsNoTracking().Where(s => s.ClientId == application.ClientId && s.ValidUntil > now).Select(s => s.Hash).SingleOrDefaultAsync(cancellationToken);
        return former is not null && await ValidateClientSecretAsync(secret, former, cancellationToken);
    }
}
