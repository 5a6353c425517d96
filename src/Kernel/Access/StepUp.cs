using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;

namespace Spmis.Kernel.Access;

/// <summary>Asks that whoever sends a form or calls an API has shown who they are a moment ago. The identity module's handler decides; without one nothing passes.</summary>
/// <param name="Roles">Who may do it at all: others are refused, not asked.</param>
public sealed record StepUpRequirement(IReadOnlyList<string> Roles) : IAuthorizationRequirement;

/// <summary>Whether a request was refused only because the person must show again who they are.</summary>
public static class StepUp
{
    private const string Key = "Spmis.StepUp";

    /// <summary>Marks the request.</summary>
    public static void AskFor(HttpContext http) => http.Items[Key] = true;

    /// <summary>Whether it was marked.</summary>
    public static bool IsAskedFor(HttpContext http) => http.Items.ContainsKey(Key);
}
