using System.Globalization;
using System.Security.Claims;
using Microsoft.AspNetCore;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using OpenIddict.Abstractions;
using OpenIddict.Server.AspNetCore;
using Spmis.Identity.Sessions;
using Spmis.Identity.SignIn;
using Spmis.Kernel.Access;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Spmis.Identity.Tokens;

/// <summary>Lets a program act for the person who is signed in: a code for whom an administrator registered (client, address and PKCE OpenIddict has checked).</summary>
public static class AuthorizeEndpoint
{
    // prompt=login: a sign-in this fresh is the one that was asked for.
    private const int FreshSeconds = 60;

    /// <summary>Maps <c>/connect/authorize</c>.</summary>
    public static void MapAuthorizeEndpoint(this IEndpointRouteBuilder app) =>
        app.MapMethods("/connect/authorize", [HttpMethods.Get, HttpMethods.Post], AuthorizeAsync).AllowAnonymous().RequireRateLimiting(SignInServices.TokenLimit).ExcludeFromDescription();

    private static async Task<IResult> AuthorizeAsync(HttpContext http, IdentityDb db, TimeProvider time, CancellationToken ct)
    {
        var request = http.GetOpenIddictServerRequest() ?? throw new InvalidOperationException("OpenIddict did not read the request.");
        var signedIn = await http.AuthenticateAsync(IdentityConstants.ApplicationScheme);
        var back = $"/connect/authorize{QueryString.Create(request.GetParameters().Select(p => KeyValuePair.Create(p.Key, (string?)p.Value)))}";
        if (signedIn is not { Succeeded: true, Principal: { } who })
        {
            return request.HasPromptValue(PromptValues.None) ? TokenEndpoint.Refuse(Errors.LoginRequired, "Nobody is signed in.") : Results.LocalRedirect($"/sign-in?returnUrl={Uri.EscapeDataString(back)}");
        }

        if (Gate.FirstOf(who) is { } first)
        {
            return Results.LocalRedirect(first);
        }

        var since = time.GetUtcNow().ToUnixTimeSeconds() - long.Parse(who.FindFirstValue(SpmisClaims.AuthenticatedAt) ?? "0", CultureInfo.InvariantCulture);
        if (since > (request.HasPromptValue(PromptValues.Login) ? FreshSeconds : Math.Max(FreshSeconds, request.MaxAge ?? long.MaxValue)))
        {
            return request.HasPromptValue(PromptValues.None)
                ? TokenEndpoint.Refuse(Errors.LoginRequired, "The sign-in is too long ago.")
                : Results.LocalRedirect($"{StepUpHandler.Path}?to={Uri.EscapeDataString(back)}");
        }

        var client = await db.Clients.AsNoTracking().SingleOrDefaultAsync(c => c.ClientId == request.ClientId && c.ClosedAt == null, ct);
        if (client is null || !Guid.TryParse(who.FindFirstValue(ClaimTypes.NameIdentifier), out var id))
        {
            return TokenEndpoint.Refuse(Errors.UnauthorizedClient, "This client is closed.");
        }

        var user = await db.Users.AsNoTracking().SingleAsync(u => u.Id == id, ct);
        var principal = await TokenClaims.OfUserAsync(db, user, request.GetScopes(), who.FindFirstValue(SpmisClaims.AuthenticatedAt), who.FindFirstValue(SessionClaims.Session), ct);
        return Results.SignIn(principal, null, OpenIddictServerAspNetCoreDefaults.AuthenticationScheme);
    }
}
