namespace Spmis.Identity.Outside;

/// <summary>The configuration section <c>SignIn:Authority</c>: an outside OIDC authority at which people may sign in (a ministry's, a national one). Off while it names no issuer.</summary>
public sealed class AuthoritySettings
{
    /// <summary>What the button says: "Sign in with NAME". The issuer's host when empty.</summary>
    public string Name { get; set; } = "";

    /// <summary>The issuer, letter for letter as its id tokens say it; its keys and addresses are found below it. https, or this computer itself.</summary>
    public string Issuer { get; set; } = "";

    /// <summary>As what SPMIS is registered there, with the address <c>/sign-in/outside/back</c>.</summary>
    public string ClientId { get; set; } = "";

    /// <summary>The secret of that registration; from the environment or a secret store, not from a file in the repository.</summary>
    public string ClientSecret { get; set; } = "";

    /// <summary>Scopes asked for, separated by blanks. Only <c>sub</c> is kept; the name is shown once when an account is linked.</summary>
    public string Scopes { get; set; } = "openid profile";

    /// <summary>The authority asks for the password each time, so that nobody comes in by the sign-in of who sat at the computer before. Where false, its single sign-on holds, and what moves money looks at its <c>auth_time</c>.</summary>
    public bool AlwaysAsk { get; set; } = true;

    /// <summary>Values of <c>acr</c>, separated by blanks, with which the authority says that it asked for two factors; asked for, and taken in place of a code. None: it stands for the password only.</summary>
    public string SecondFactorAcr { get; set; } = "";

    /// <summary>Whether there is one.</summary>
    public bool IsSet => Issuer.Length > 0;

    /// <summary>For pages.</summary>
    public string Shown => Name.Length > 0 ? Name : new Uri(Issuer).Host;

    internal IReadOnlyList<string> StrongAcrs => SecondFactorAcr.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
