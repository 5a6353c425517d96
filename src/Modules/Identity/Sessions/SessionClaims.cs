namespace Spmis.Identity.Sessions;

/// <summary>What the cookie says about the session itself.</summary>
internal static class SessionClaims
{
    /// <summary>Key of the <see cref="Session"/>.</summary>
    public const string Session = "spmis:session";

    /// <summary>The user's version when the cookie was written: another one since, and it is written anew.</summary>
    public const string Version = "spmis:version";
}
