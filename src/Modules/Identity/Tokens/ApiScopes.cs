using System.Security.Claims;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using OpenIddict.Abstractions;

namespace Spmis.Identity.Tokens;

/// <summary>
/// The scopes of tokens: a module each, for all of the API under <c>/api/NAME</c> that the roles allow; or a permission each (<c>payments.answer</c>), for the endpoints that ask for just that one.
/// Roles and row scope hold besides: a scope narrows what a program may do, and gives nothing.
/// </summary>
public static partial class ApiScopes
{
    /// <summary>Those of whole modules.</summary>
    public static IReadOnlyList<string> All { get; } = ["registration", "contributions", "eligibility", "payments"];

    /// <summary>Whether it is written like a permission. Whether there is such a one this process may not know: its module may run elsewhere.</summary>
    public static bool IsAct(string scope) => Act().IsMatch(scope);

    /// <summary>Whether a token opens an endpoint of a module: it has the module's scope, or that of the endpoint's own permission.</summary>
    public static bool Opens(this ClaimsPrincipal token, string module, HttpContext context) =>
        token.HasScope(module) || (PermissionOf(context) is { } permission && token.HasScope(permission));

    /// <summary>The permission that the endpoint asks for; null where there is none.</summary>
    public static string? PermissionOf(HttpContext context) => context.GetEndpoint()?.Metadata.GetOrderedMetadata<IAuthorizeData>().Select(a => a.Policy).LastOrDefault(p => p is not null);

    [GeneratedRegex(@"^[a-z-]{2,40}\.[a-z-]{2,40}$", RegexOptions.NonBacktracking)]
    private static partial Regex Act();
}
