using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Tokens;
using OpenIddict.Abstractions;
using OpenIddict.Server;
using Spmis.Identity.SignIn;

namespace Spmis.Identity.Tokens;

/// <summary>The OIDC server: client credentials for programs, introspection, revocation, discovery, JWKS.</summary>
internal static class TokenServer
{
    public static void Add(IServiceCollection services)
    {
        services.AddOpenIddict()
            .AddCore(core => core.UseEntityFrameworkCore().UseDbContext<IdentityDb>().ReplaceDefaultEntities<Guid>())
            .AddServer(server =>
            {
                server.SetTokenEndpointUris("connect/token").SetIntrospectionEndpointUris("connect/introspect").SetRevocationEndpointUris("connect/revoke");
                server.AllowClientCredentialsFlow();
                server.RegisterScopes([.. ApiScopes.All]);
                // Signed, not encrypted: the modules in other processes and standard libraries read them; they hold no personal data.
                server.DisableAccessTokenEncryption();
                // TLS ends at the proxy; the embedded portal listens on this machine only.
                server.UseAspNetCore().EnableTokenEndpointPassthrough().DisableTransportSecurityRequirement();
            });
        services.AddOptions<OpenIddictServerOptions>().Configure<TokenKeys, IOptions<SignInSettings>>((server, keys, settings) =>
        {
            server.SigningCredentials.Add(new SigningCredentials(keys.Signing, SecurityAlgorithms.RsaSha256));
            server.EncryptionCredentials.Add(new EncryptingCredentials(keys.Encryption, SecurityAlgorithms.Aes256KW, SecurityAlgorithms.Aes256CbcHmacSha512));
            server.AccessTokenLifetime = TimeSpan.FromMinutes(settings.Value.TokenMinutes);
            server.Issuer = settings.Value.Issuer is { Length: > 0 } issuer ? new Uri(issuer) : null;
        });
        services.AddHostedService<PruneTokens>();
    }
}
