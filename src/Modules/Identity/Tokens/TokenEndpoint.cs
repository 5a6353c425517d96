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
using Spmis.Identity.Clients;
using Spmis.Identity.SecondFactors;
using Spmis.Identity.Sessions;
using Spmis.Identity.SignIn;
using Spmis.Kernel.Access;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Spmis.Identity.Tokens;

/// <summary>Issues tokens to a client whose secret, code or refresh token OpenIddict has checked.</summary>
public static class TokenEndpoint
{
    /// <summary>Maps <c>/connect/token</c>.</summary>
    public static void MapTokenEndpoint(this IEndpointRouteBuilder app) =>
        app.MapPost("/connect/token", IssueAsync).AllowAnonymous().RequireRateLimiting(SignInServices.TokenLimit).ExcludeFromDescription();

    internal static IResult Refuse(string error, string words) => Results.Forbid(
        new AuthenticationProperties(new Dictionary<string, string?>
        {
            [OpenIddictServerAspNetCoreConstants.Properties.Error] = error,
            [OpenIddictServerAspNetCoreConstants.Properties.ErrorDescription] = words,
        }),
        [OpenIddictServerAspNetCoreDefaults.AuthenticationScheme]);

    private static async Task<IResult> IssueAsync(HttpContext http, IdentityDb db, SecondFactor factor, CancellationToken ct)
    {
        var request = http.GetOpenIddictServerRequest() ?? throw new InvalidOperationException("OpenIddict did not read the request.");
        var client = await db.Clients.AsNoTracking().SingleOrDefaultAsync(c => c.ClientId == request.ClientId && c.ClosedAt == null, ct);
        if (client is null)
        {
            return Refuse(Errors.InvalidClient, "This client is closed.");
        }

        if (request.IsAuthorizationCodeGrantType() || request.IsRefreshTokenGrantType())
        {
            return await ForUserAsync(http, db, factor, ct);
        }

        // Which scopes the client may ask for OpenIddict has checked; who asks for none gets all it has.
        var asked = request.GetScopes();
        return SignIn(await TokenClaims.OfClientAsync(db, client, asked.IsEmpty ? [.. client.ScopeList] : asked, ct));
    }

    // Roles as they are now, and only while the session goes on in which the person let the program act.
    private static async Task<IResult> ForUserAsync(HttpContext http, IdentityDb db, SecondFactor factor, CancellationToken ct)
    {
        var before = (await http.AuthenticateAsync(OpenIddictServerAspNetCoreDefaults.AuthenticationScheme)).Principal ?? throw new InvalidOperationException("OpenIddict did not read the code or token.");
        var live = Guid.TryParse(before.FindFirstValue(SessionClaims.Session), out var session) ? await LiveSession.FindAsync(db, session, LiveSession.Since(http.RequestServices), ct) : null;
        if (live is null || live.UserId.ToString() != before.GetClaim(Claims.Subject))
        {
            return Refuse(Errors.InvalidGrant, "The person's session has ended. Let the person sign in again.");
        }

        var user = await db.Users.AsNoTracking().SingleAsync(u => u.Id == live.UserId, ct);
        if (user.MustChangePassword || factor.IsMissing(user))
        {
            return Refuse(Errors.InvalidGrant, "The person must first choose a password or set up a second factor in the portal.");
        }

        return SignIn(await TokenClaims.OfUserAsync(db, user, before.GetScopes(), before.GetClaim(SpmisClaims.AuthenticatedAt), session.ToString(), ct));
    }

    private static IResult SignIn(ClaimsPrincipal principal) => Results.SignIn(principal, null, OpenIddictServerAspNetCoreDefaults.AuthenticationScheme);
}
