using System.Security.Claims;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Localization;
using Spmis.Web.Shell;

namespace Spmis.Web.Menu;

/// <summary>The menu as one user sees it on one page.</summary>
public sealed class MainMenu(IEnumerable<MenuItem> items, IAuthorizationService authorization, IStringLocalizerFactory words)
{
    /// <summary>The entries this user may follow, in order; the one that covers the page shown is marked.</summary>
    public async Task<IReadOnlyList<MenuLink>> ForAsync(ClaimsPrincipal user, string path)
    {
        var seen = new List<MenuItem>();
        foreach (var item in items.OrderBy(i => i.Order).ThenBy(i => i.Text, StringComparer.Ordinal))
        {
            if (await user.MayAsync(item.Permission, authorization))
            {
                seen.Add(item);
            }
        }

        var here = seen.Where(i => Covers(i.Href, path)).MaxBy(i => i.Href.Length);
        return [.. seen.Select(i => new MenuLink(words.Create(i.Texts)[i.Text], i.Href, ReferenceEquals(i, here)))];
    }

    private static bool Covers(string href, string path) =>
        path.Equals(href, StringComparison.OrdinalIgnoreCase)
        || (href.Length > 1 && path.StartsWith(href + "/", StringComparison.OrdinalIgnoreCase));
}

/// <summary>A menu entry ready to be drawn.</summary>
public sealed record MenuLink(string Text, string Href, bool Here);

/// <summary>Puts entries into the menu.</summary>
public static class MenuRegistration
{
    /// <summary>Adds entries whose words are in the shell's resources, or in none (then the English text shows).</summary>
    public static IServiceCollection AddMenu(this IServiceCollection services, params IEnumerable<MenuItem> items)
    {
        foreach (var item in items)
        {
            services.AddSingleton(item);
        }

        return services;
    }

    /// <summary>Adds entries whose words are in the module's own resources.</summary>
    /// <typeparam name="TTexts">The class that names the module's resources.</typeparam>
    public static IServiceCollection AddMenu<TTexts>(this IServiceCollection services, params IEnumerable<MenuItem> items) =>
        services.AddMenu(items.Select(i => i with { Texts = typeof(TTexts) }));
}
