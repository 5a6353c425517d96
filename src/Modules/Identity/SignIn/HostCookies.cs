using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Http;

namespace Spmis.Identity.SignIn;

/// <summary>
/// Where the portal is reached by https its sign-in cookies are named <c>__Host-</c>…, which browsers take from this very host only, by https and for all of its paths (RFC 6265bis, 4.1.3.2): no neighbour under the same
/// domain and nobody on the way can put one in. By http, on a developer's computer, they keep their plain names.
/// </summary>
internal sealed class HostCookies : ICookieManager
{
    /// <summary>What stands before the names.</summary>
    public const string Prefix = "__Host-";

    private readonly ChunkingCookieManager cookies = new();

    /// <inheritdoc />
    /// <remarks>Between our own processes a part of a page is asked for by http with the cookie that came by https, so there both names hold.</remarks>
    public string? GetRequestCookie(HttpContext context, string key) =>
        cookies.GetRequestCookie(context, Prefix + key) ?? (context.Request.IsHttps ? null : cookies.GetRequestCookie(context, key));

    /// <inheritdoc />
    public void AppendResponseCookie(HttpContext context, string key, string? value, CookieOptions options) =>
        cookies.AppendResponseCookie(context, NameIn(context, key), value, Whole(context, options));

    /// <inheritdoc />
    public void DeleteCookie(HttpContext context, string key, CookieOptions options) =>
        cookies.DeleteCookie(context, NameIn(context, key), Whole(context, options));

    private static string NameIn(HttpContext context, string key) => context.Request.IsHttps ? Prefix + key : key;

    // What the name promises: secure, no domain, all paths.
    private static CookieOptions Whole(HttpContext context, CookieOptions options) =>
        context.Request.IsHttps ? new CookieOptions(options) { Secure = true, Domain = null, Path = "/" } : options;
}
