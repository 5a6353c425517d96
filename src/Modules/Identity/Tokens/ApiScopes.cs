namespace Spmis.Identity.Tokens;

/// <summary>The scopes of tokens: a module each, for the API under <c>/api/NAME</c>.</summary>
public static class ApiScopes
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } = ["registration", "contributions", "eligibility", "payments"];
}
