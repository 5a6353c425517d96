using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;
using Spmis.Identity.SignIn;

namespace Spmis.Identity.Outside;

/// <summary>
/// The way to an outside authority and back: authorization code with PKCE, state and nonce, by ASP.NET Core's own handler. What comes back is kept a
/// minute in a cookie of its own; the page behind <see cref="CamePath"/> finds the account it is linked to. No account is made, none is found by name or mail.
/// </summary>
internal static class OutsideDoor
{
    public const string Scheme = "spmis-outside";
    public const string CameScheme = "spmis-came";
    public const string Path = "/sign-in/outside";
    public const string CamePath = Path + "?handler=Came";

    // A sign-in there older than a working day is asked for anew; and who is asked for an age must be told auth_time (OpenID Connect Core 1.0, 3.1.2.1).
    private static readonly TimeSpan Oldest = TimeSpan.FromHours(12);

    public static void Add(AuthenticationBuilder authentication, SignInSettings settings)
    {
        var authority = settings.Authority;
        var issuer = new Uri(authority.Issuer);
        if (issuer.Scheme != Uri.UriSchemeHttps && !issuer.IsLoopback)
        {
            throw new InvalidOperationException("Setting SignIn:Authority:Issuer must be an https address.");
        }

        authentication.AddCookie(CameScheme, came =>
        {
            came.Cookie.Name = CameScheme;
            came.CookieManager = new HostCookies();
            came.Cookie.HttpOnly = true;
            came.Cookie.SameSite = SameSiteMode.Lax;
            came.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
            came.ExpireTimeSpan = TimeSpan.FromMinutes(1);
            came.SlidingExpiration = false;
        });
        authentication.AddOpenIdConnect(Scheme, authority.Shown, oidc =>
        {
            (oidc.Authority, oidc.ClientId, oidc.ClientSecret) = (authority.Issuer, authority.ClientId, authority.ClientSecret);
            oidc.RequireHttpsMetadata = !issuer.IsLoopback;
            (oidc.ResponseType, oidc.ResponseMode, oidc.UsePkce) = (OpenIdConnectResponseType.Code, OpenIdConnectResponseMode.Query, true);
            (oidc.SignInScheme, oidc.CallbackPath, oidc.SignedOutCallbackPath, oidc.SignedOutRedirectUri) = (CameScheme, Path + "/back", "/sign-out/outside/back", "/sign-in");
            oidc.RemoteSignOutPath = PathString.Empty; // Sessions here end here.
            (oidc.MapInboundClaims, oidc.SaveTokens, oidc.GetClaimsFromUserInfoEndpoint, oidc.DisableTelemetry) = (false, false, false, true);
            oidc.Scope.Clear();
            authority.Scopes.Split(' ', StringSplitOptions.RemoveEmptyEntries).ToList().ForEach(oidc.Scope.Add);
            oidc.TokenValidationParameters.ValidIssuer = authority.Issuer;
            // Public keys only: a token signed with the client's secret could be made by whoever reads it.
            oidc.TokenValidationParameters.ValidAlgorithms = [SecurityAlgorithms.RsaSha256, SecurityAlgorithms.RsaSsaPssSha256, SecurityAlgorithms.EcdsaSha256];
            foreach (var cookie in new[] { oidc.CorrelationCookie, oidc.NonceCookie })
            {
                (cookie.SameSite, cookie.SecurePolicy) = (SameSiteMode.Lax, CookieSecurePolicy.SameAsRequest);
            }

            oidc.Events.OnRedirectToIdentityProvider = context => SendAsync(context, settings);
            oidc.Events.OnRedirectToIdentityProviderForSignOut = context => EndAsync(context, settings);
            oidc.Events.OnTokenValidated = context => TakeAsync(context, authority);
            oidc.Events.OnRemoteFailure = context =>
            {
                context.HandleResponse();
                context.Response.Redirect(Path + "?handler=Failed");
                return Task.CompletedTask;
            };
        });
    }

    private static Task SendAsync(RedirectContext context, SignInSettings settings)
    {
        var (message, authority) = (context.ProtocolMessage, settings.Authority);
        var asksAnew = authority.AlwaysAsk || OutsideProof.PurposeOf(context.Properties) != OutsidePurpose.SignIn;
        message.MaxAge = asksAnew ? "0" : ((int)Oldest.TotalSeconds).ToString(System.Globalization.CultureInfo.InvariantCulture);
        message.Prompt = asksAnew ? OpenIdConnectPrompt.Login : message.Prompt;
        message.AcrValues = authority.StrongAcrs.Count > 0 ? string.Join(' ', authority.StrongAcrs) : null;
        message.RedirectUri = Own(settings, context.Options.CallbackPath) ?? message.RedirectUri;
        return Task.CompletedTask;
    }

    private static Task EndAsync(RedirectContext context, SignInSettings settings)
    {
        if (string.IsNullOrEmpty(context.ProtocolMessage.IssuerAddress))
        {
            context.HandleResponse(); // It has no such address.
            context.Response.Redirect("/sign-in");
            return Task.CompletedTask;
        }

        // No token is kept that could be the hint; the authority asks the person instead.
        context.ProtocolMessage.ClientId = settings.Authority.ClientId;
        context.ProtocolMessage.PostLogoutRedirectUri = Own(settings, context.Options.SignedOutCallbackPath) ?? context.ProtocolMessage.PostLogoutRedirectUri;
        return Task.CompletedTask;
    }

    private static Task TakeAsync(TokenValidatedContext context, AuthoritySettings authority)
    {
        var token = context.SecurityToken;
        if (token.Issuer != authority.Issuer)
        {
            context.Fail("The token is of another issuer than the setting names.");
            return Task.CompletedTask;
        }

        var said = context.Principal!; // A token that was validated has one.
        Claim?[] kept =
        [
            said.FindFirst("sub"), said.FindFirst("name"), said.FindFirst(OutsideProof.AuthTime), said.FindFirst("acr") is { } acr ? new Claim(OutsideProof.Acr, acr.Value) : null,
        ];
        context.Principal = new ClaimsPrincipal(new ClaimsIdentity(kept.OfType<Claim>().Select(c => new Claim(c.Type, c.Value)), CameScheme, "name", ClaimTypes.Role));
        return Task.CompletedTask;
    }

    // Behind a proxy the address people know is the setting's.
    private static string? Own(SignInSettings settings, PathString path) => settings.Issuer is { Length: > 0 } issuer ? issuer.TrimEnd('/') + path : null;
}
