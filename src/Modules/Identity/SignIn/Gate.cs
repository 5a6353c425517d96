using System.Security.Claims;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;
using OpenIddict.Abstractions;
using Spmis.Identity.Tokens;
using Spmis.Kernel.Access;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Api;

namespace Spmis.Identity.SignIn;

/// <summary>
/// What stands between a permission and its endpoint: an API answers who may not with problem details instead of a page, a token reaches only the
/// modules of its scopes, and what an account needs first (a password of one's own, a second factor) is done before anything else.
/// </summary>
/// <param name="log">Who was refused what: account, pattern of the address and permission, never the address itself, in which a person's number may stand.</param>
public sealed partial class Gate(ILogger<Gate> log) : IAuthorizationMiddlewareResultHandler
{
    /// <summary>The claim of a session that may only change its password.</summary>
    public const string MustChangePassword = "spmis:must-change-password";

    /// <summary>The claim of a session that may only set up the second factor its roles need.</summary>
    public const string MustEnrol = "spmis:must-enrol";

    /// <summary>Where the password is changed; the second factor is set up below it.</summary>
    public const string AccountPath = "/account";

    /// <summary>Where the second factor is set up.</summary>
    public const string SecondFactorPath = "/account/second-factor";

    private const string Told = "spmis:refusal-told";

    private static readonly AuthorizationMiddlewareResultHandler Usual = new();

    /// <inheritdoc />
    public Task HandleAsync(RequestDelegate next, HttpContext context, AuthorizationPolicy policy, PolicyAuthorizationResult authorizeResult)
    {
        var isApi = context.Request.Path.StartsWithSegments("/api", out var rest);
        var first = authorizeResult.Succeeded ? FirstOf(context.User) : null;
        if (authorizeResult.Forbidden && !StepUp.IsAskedFor(context))
        {
            Tell(context);
        }

        if (!isApi)
        {
            if (first is not null && !context.Request.Path.StartsWithSegments(AccountPath))
            {
                context.Response.Redirect(first);
                return Task.CompletedTask;
            }

            return Usual.HandleAsync(next, context, policy, authorizeResult);
        }

        var refused = authorizeResult switch
        {
            { Challenged: true } => new Refused("access.sign-in", "Send an access token (Authorization: Bearer ...) from /connect/token; the one sent, if any, is not valid or has run out."),
            { Forbidden: true } when StepUp.IsAskedFor(context) => new Refused("access.step-up", "Show again who you are: this needs a sign-in of the last few minutes."),
            { Forbidden: true } => new Refused("access.forbidden", "Your roles do not allow this."),
            _ when first == AccountPath => new Refused("access.password", "Change your password in the portal first."),
            _ when first is not null => new Refused("access.second-factor", "Your roles need a second factor. Set it up in the portal first."),
            _ when OutsideScope(context, rest) is { } module => new Refused("access.scope", $"This token lacks the scope '{module}'{(ApiScopes.PermissionOf(context) is { } act ? $" or '{act}'" : "")}. Ask for it at /connect/token; the client must have it."),
            _ => null,
        };
        if (refused?.Code == "access.scope")
        {
            Tell(context);
        }

        return refused is null ? Usual.HandleAsync(next, context, policy, authorizeResult) : AnswerAsync(context, refused);
    }

    /// <summary>Tells of a request that was answered 403 behind the gate: by a page whose form needs more than the page, by a restricted record, by an act. What was told already is not told twice.</summary>
    internal void TellOnce(HttpContext context)
    {
        if (!context.Items.ContainsKey(Told))
        {
            Tell(context);
        }
    }

    private void Tell(HttpContext context)
    {
        context.Items[Told] = true;
        var endpoint = context.GetEndpoint();
        LogRefused(
            context.User.FindFirst(ClaimTypes.NameIdentifier)?.Value ?? context.User.FindFirst(OpenIddictConstants.Claims.Subject)?.Value, context.Request.Method, (endpoint as RouteEndpoint)?.RoutePattern.RawText,
            string.Join(' ', endpoint?.Metadata.GetOrderedMetadata<IAuthorizeData>().Select(a => a.Policy).OfType<string>() ?? []));
    }

    [LoggerMessage(1, LogLevel.Warning, "Account {account} was refused {method} {route}, which needs {permission}")]
    private partial void LogRefused(string? account, string method, string? route, string permission);

    private static Task AnswerAsync(HttpContext context, Refused refused)
    {
        var status = refused.Code is "access.sign-in" or "access.step-up" ? StatusCodes.Status401Unauthorized : StatusCodes.Status403Forbidden;
        if (status == StatusCodes.Status401Unauthorized)
        {
            // RFC 9470: a client acting for a person sends the person to sign in again.
            context.Response.Headers.WWWAuthenticate = refused.Code == "access.step-up" ? "Bearer error=\"insufficient_user_authentication\"" : "Bearer";
        }

        return Problems.Of(refused, status).ExecuteAsync(context);
    }

    /// <returns>The page on which something must be done before anything else; null when nothing must.</returns>
    internal static string? FirstOf(ClaimsPrincipal user) =>
        user.HasClaim(c => c.Type == MustChangePassword) ? AccountPath
        : user.HasClaim(c => c.Type == MustEnrol) ? SecondFactorPath
        : null;

    /// <returns>The scope that a token lacks for this path; null when it has it, or when a person is signed in.</returns>
    private static string? OutsideScope(HttpContext context, PathString rest)
    {
        var module = rest.Value?.Split('/', StringSplitOptions.RemoveEmptyEntries) is [var first, ..] ? first : "";
        var isToken = context.User.Identity?.AuthenticationType == SignInServices.TokenAuthenticationType;
        return isToken && !context.User.Opens(module, context) ? module : null;
    }
}
