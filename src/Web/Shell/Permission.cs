using System.Security.Claims;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace Spmis.Web.Shell;

/// <summary>Every permission is the name of an authorization policy.</summary>
public static class Permission
{
    /// <summary>The policy of what every signed-in user may see: the home page, the own account.</summary>
    public const string SignedIn = "signed-in";

    /// <summary>Whether the user holds the permission; no permission asked means any signed-in user.</summary>
    public static async Task<bool> MayAsync(this ClaimsPrincipal user, string? permission, IAuthorizationService authorization) =>
        user.Identity?.IsAuthenticated == true
        && (permission is null || (await authorization.AuthorizeAsync(user, permission)).Succeeded);
}

/// <summary>Leaves an element out when the user lacks the permission: <c>&lt;button if-may="payments.approve"&gt;</c>. It hides; the page or act behind must refuse by itself.</summary>
[HtmlTargetElement("*", Attributes = "if-may")]
public sealed class IfMayTagHelper(IAuthorizationService authorization) : TagHelper
{
    /// <summary>The permission asked for.</summary>
    public required string IfMay { get; set; }

    /// <summary>Set by Razor.</summary>
    [ViewContext, HtmlAttributeNotBound]
    public ViewContext ViewContext { get; set; } = null!; // Razor sets it before Process

    /// <inheritdoc />
    public override int Order => int.MaxValue; // After the element has drawn itself, or it would come back.

    /// <inheritdoc />
    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        if (!await ViewContext.HttpContext.User.MayAsync(IfMay, authorization))
        {
            output.SuppressOutput();
        }
    }
}
