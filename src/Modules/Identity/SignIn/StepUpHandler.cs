using System.Globalization;
using System.Security.Claims;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using Spmis.Kernel.Access;

namespace Spmis.Identity.SignIn;

/// <summary>
/// What moves money needs that the person has shown who they are a moment ago: an unlocked computer is not enough. Looking is free; only what is sent
/// (any method but GET and HEAD) is asked. A program in its own name is not asked: it shows its secret for every token.
/// </summary>
internal sealed class StepUpHandler(IHttpContextAccessor accessor, IOptions<SignInSettings> settings, TimeProvider time) : AuthorizationHandler<StepUpRequirement>
{
    /// <summary>Where the person shows it.</summary>
    public const string Path = "/sign-in/again";

    protected override Task HandleRequirementAsync(AuthorizationHandlerContext context, StepUpRequirement requirement)
    {
        var http = accessor.HttpContext;
        if (http is null || HttpMethods.IsGet(http.Request.Method) || HttpMethods.IsHead(http.Request.Method) || settings.Value.StepUpMinutes <= 0 || IsFresh(context.User))
        {
            context.Succeed(requirement);
        }
        else if (requirement.Roles.Any(context.User.IsInRole))
        {
            StepUp.AskFor(http);
        }

        return Task.CompletedTask;
    }

    /// <summary>Sends a form that was refused for this only to the page that asks, with all that was typed (307 keeps the body).</summary>
    public static void Ask(HttpContext http)
    {
        var request = http.Request;
        var isForm = request.ContentType?.StartsWith("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase) == true;
        http.Response.StatusCode = isForm ? StatusCodes.Status307TemporaryRedirect : StatusCodes.Status302Found;
        // A form with a file is shown again, empty: a page cannot carry a file along.
        http.Response.Headers.Location = $"{Path}?to={Uri.EscapeDataString(request.PathBase + request.Path + (isForm ? request.QueryString.Value : ""))}";
    }

    private bool IsFresh(ClaimsPrincipal user)
    {
        if (user.FindFirstValue(SpmisClaims.AuthenticatedAt) is not { } text)
        {
            return user.Identity?.AuthenticationType == SignInServices.TokenAuthenticationType;
        }

        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var at) && time.GetUtcNow() - DateTimeOffset.FromUnixTimeSeconds(at) < TimeSpan.FromMinutes(settings.Value.StepUpMinutes);
    }
}
