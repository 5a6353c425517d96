using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;
using Microsoft.AspNetCore.Http;
using OpenIddict.Abstractions;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Api;

namespace Spmis.Identity.SignIn;

/// <summary>
/// What stands between a permission and its endpoint: an API answers who may not with problem details instead of a page, a token reaches only the
/// modules of its scopes, and a password given by somebody else is changed before anything else.
/// </summary>
public sealed class Gate : IAuthorizationMiddlewareResultHandler
{
    /// <summary>The claim of a session that may only change its password.</summary>
    public const string MustChangePassword = "spmis:must-change-password";

    /// <summary>Where that is done.</summary>
    public const string AccountPath = "/account";

    private static readonly AuthorizationMiddlewareResultHandler Usual = new();

    /// <inheritdoc />
    public Task HandleAsync(RequestDelegate next, HttpContext context, AuthorizationPolicy policy, PolicyAuthorizationResult authorizeResult)
    {
        var isApi = context.Request.Path.StartsWithSegments("/api", out var rest);
        var mustChange = authorizeResult.Succeeded && context.User.HasClaim(c => c.Type == MustChangePassword);
        if (!isApi)
        {
            if (mustChange && !context.Request.Path.StartsWithSegments(AccountPath))
            {
                context.Response.Redirect(AccountPath);
                return Task.CompletedTask;
            }

            return Usual.HandleAsync(next, context, policy, authorizeResult);
        }

        var refused = authorizeResult switch
        {
            { Challenged: true } => new Refused("access.sign-in", "Send an access token (Authorization: Bearer ...) from /connect/token; the one sent, if any, is not valid or has run out."),
            { Forbidden: true } => new Refused("access.forbidden", "Your roles do not allow this."),
            _ when mustChange => new Refused("access.password", "Change your password in the portal first."),
            _ when OutsideScope(context, rest) is { } module => new Refused("access.scope", $"This token lacks the scope '{module}'. Ask for it at /connect/token; the client must have it."),
            _ => null,
        };
        return refused is null ? Usual.HandleAsync(next, context, policy, authorizeResult) : AnswerAsync(context, refused);
    }

    private static Task AnswerAsync(HttpContext context, Refused refused)
    {
        var status = refused.Code == "access.sign-in" ? StatusCodes.Status401Unauthorized : StatusCodes.Status403Forbidden;
        if (status == StatusCodes.Status401Unauthorized)
        {
            context.Response.Headers.WWWAuthenticate = "Bearer";
        }

        return Problems.Of(refused, status).ExecuteAsync(context);
    }

    /// <returns>The scope that a token lacks for this path; null when it has it, or when a person is signed in.</returns>
    private static string? OutsideScope(HttpContext context, PathString rest)
    {
        var module = rest.Value?.Split('/', StringSplitOptions.RemoveEmptyEntries) is [var first, ..] ? first : "";
        var isToken = context.User.Identity?.AuthenticationType == SignInServices.TokenAuthenticationType;
        return isToken && !context.User.HasScope(module) ? module : null;
    }
}
