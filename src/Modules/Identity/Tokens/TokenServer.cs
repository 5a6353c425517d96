using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Tokens;
using OpenIddict.Abstractions;
using OpenIddict.EntityFrameworkCore.Models;
using OpenIddict.Server;
using Spmis.Identity.Clients;
using Spmis.Identity.SignIn;

namespace Spmis.Identity.Tokens;

/// <summary>The OIDC server: client credentials for programs in their own name, authorization code with PKCE and refresh for programs acting for a person, introspection, revocation, discovery, JWKS.</summary>
internal static class TokenServer
{
    // A working day: whoever stays away longer signs in again.
    private static readonly TimeSpan RefreshLifetime = TimeSpan.FromHours(12);

    public static void Add(IServiceCollection services)
    {
        services.AddOpenIddict()
            .AddCore(core => core.ReplaceApplicationManager<OpenIddictEntityFrameworkCoreApplication<Guid>, ClientSecrets>().UseEntityFrameworkCore().UseDbContext<IdentityDb>().ReplaceDefaultEntities<Guid>())
            .AddServer(server =>
            {
                server.SetAuthorizationEndpointUris("connect/authorize").SetTokenEndpointUris("connect/token").SetIntrospectionEndpointUris("connect/introspect").SetRevocationEndpointUris("connect/revoke");
                server.AllowClientCredentialsFlow();
                // A refresh token works once: the answer to it brings the next. One used again later is stolen, and the whole chain ends (RFC 9700, 4.14).
                server.AllowAuthorizationCodeFlow().RequireProofKeyForCodeExchange().AllowRefreshTokenFlow().SetRefreshTokenLifetime(RefreshLifetime);
                server.Configure(o =>
                {
                    o.CodeChallengeMethods.Clear();
                    o.CodeChallengeMethods.Add(OpenIddictConstants.CodeChallengeMethods.Sha256); // Not in clear text.
                });
                server.RegisterScopes([OpenIddictConstants.Scopes.OpenId, OpenIddictConstants.Scopes.OfflineAccess, .. ApiScopes.All]);
                server.DisableScopeValidation(); // Those of single acts are told by no list; what each client may ask for is looked at all the same.
                // Signed, not encrypted: the modules in other processes and standard libraries read them; they hold no personal data.
                server.DisableAccessTokenEncryption();
                // TLS ends at the proxy; the embedded portal listens on this machine only.
                server.UseAspNetCore().EnableAuthorizationEndpointPassthrough().EnableTokenEndpointPassthrough().DisableTransportSecurityRequirement();
            });
        services.AddOptions<OpenIddictServerOptions>().Configure<TokenKeys, IOptions<SignInSettings>>((server, keys, settings) =>
        {
            // The first signs and encrypts; all are accepted.
            server.SigningCredentials.AddRange(keys.Signing.Select(k => new SigningCredentials(k, SecurityAlgorithms.RsaSha256)));
            server.EncryptionCredentials.AddRange(keys.Encryption.Select(k => new EncryptingCredentials(k, SecurityAlgorithms.Aes256KW, SecurityAlgorithms.Aes256CbcHmacSha512)));
            server.AccessTokenLifetime = TimeSpan.FromMinutes(settings.Value.TokenMinutes);
            server.Issuer = settings.Value.Issuer is { Length: > 0 } issuer ? new Uri(issuer) : null;
        });
        services.AddHostedService<PruneTokens>();
    }
}
