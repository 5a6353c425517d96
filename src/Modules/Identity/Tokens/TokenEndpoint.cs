using System.Collections.Immutable;
using System.Security.Claims;
using Microsoft.AspNetCore;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using OpenIddict.Abstractions;
using OpenIddict.Server.AspNetCore;
using Spmis.Identity.SignIn;
using Spmis.Identity.Users;
using Spmis.Kernel.Access;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Spmis.Identity.Tokens;

/// <summary>Issues an access token to a client whose secret OpenIddict has checked.</summary>
public static class TokenEndpoint
{
    /// <summary>Maps <c>/connect/token</c>.</summary>
    public static void MapTokenEndpoint(this IEndpointRouteBuilder app) =>
        app.MapPost("/connect/token", IssueAsync).AllowAnonymous().RequireRateLimiting(SignInServices.TokenLimit).ExcludeFromDescription();

    private static async Task<IResult> IssueAsync(HttpContext http, IdentityDb db, CancellationToken ct)
    {
        var request = http.GetOpenIddictServerRequest() ?? throw new InvalidOperationException("OpenIddict did not read the request.");
        var client = await db.Clients.AsNoTracking().SingleOrDefaultAsync(c => c.ClientId == request.ClientId, ct);
        if (client is null || client.ClosedAt is not null || !request.IsClientCredentialsGrantType())
        {
            return Results.Forbid(
                new AuthenticationProperties(new Dictionary<string, string?>
                {
                    [OpenIddictServerAspNetCoreConstants.Properties.Error] = Errors.InvalidClient,
                    [OpenIddictServerAspNetCoreConstants.Properties.ErrorDescription] = "This client is closed.",
                }),
                [OpenIddictServerAspNetCoreDefaults.AuthenticationScheme]);
        }

        var identity = new ClaimsIdentity(SignInServices.TokenAuthenticationType, Claims.Name, Claims.Role);
        identity.SetClaim(Claims.Subject, client.ClientId).SetClaim(Claims.Name, client.Name).SetClaims(Claims.Role, [.. client.RoleList]);
        identity.SetClaim(SpmisClaims.Employer, client.Employer).SetClaim(SpmisClaims.Agency, client.Agency);
        identity.SetClaims(SpmisClaims.OtherAccount, [.. await OtherAccounts.OfClientAsync(db, client, ct)]);
        // Which scopes the client may ask for OpenIddict has checked; who asks for none gets all it has.
        var asked = request.GetScopes();
        identity.SetScopes(asked.IsEmpty ? [.. client.ScopeList] : asked);
        identity.SetResources(SignInServices.Audience);
        identity.SetDestinations(_ => [Destinations.AccessToken]);
        return Results.SignIn(new ClaimsPrincipal(identity), null, OpenIddictServerAspNetCoreDefaults.AuthenticationScheme);
    }
}
