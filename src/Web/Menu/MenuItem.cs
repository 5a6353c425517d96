namespace Spmis.Web.Menu;

/// <summary>One entry of the main menu.</summary>
/// <param name="Text">English text; the key of its translations.</param>
/// <param name="Href">Where it leads, from the root: <c>/persons</c>.</param>
/// <param name="Permission">The permission (a policy's name) without which it is not shown; null for everybody signed in.</param>
/// <param name="Order">Small first. Registration 100, Contributions 200, Eligibility 300, Payments 400, Identity 900.</param>
public sealed record MenuItem(string Text, string Href, string? Permission, int Order)
{
    /// <summary>The class that names the resources holding the translations of <see cref="Text"/>.</summary>
    public Type Texts { get; init; } = typeof(Texts);
}
