namespace Spmis.Identity.Sessions;

/// <summary>What the cookie says about the session itself.</summary>
internal static class SessionClaims
{
    /// <summary>Key of the <see cref="Session"/>.</summary>
    public const string Session = "spmis:session";

    /// <summary>The user's version when the cookie was written: another one since, and it is written anew.</summary>
    public const string Version = "spmis:version";

    /// <summary>The day for which the cookie was written, for who holds or will hold roles of others: on another day it is written anew.</summary>
    public const string Day = "spmis:day";

    /// <summary>A day as it stands there.</summary>
    public static string Of(DateOnly day) => day.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
}
