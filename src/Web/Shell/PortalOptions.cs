namespace Spmis.Web.Shell;

/// <summary>What a country sets for its portal, from the configuration section <c>Portal</c>.</summary>
public sealed class PortalOptions
{
    /// <summary>The product's name in the header and in every page title.</summary>
    public string Name { get; set; } = "Social Protection";

    /// <summary>Where to sign in.</summary>
    public string SignInPath { get; set; } = "/sign-in";

    /// <summary>Where the sign-out form is sent.</summary>
    public string SignOutPath { get; set; } = "/sign-out";

    /// <summary>The page of the user's own account.</summary>
    public string AccountPath { get; set; } = "/account";

    /// <summary>IANA name of the time zone in which times are shown; the database keeps UTC.</summary>
    public string TimeZone { get; set; } = "UTC";

    /// <summary>Who helps when a page does not: a telephone number or an address, shown in the footer and on error pages.</summary>
    public string? Help { get; set; }

    /// <summary>How long a page waits for a part that another module draws.</summary>
    public double FragmentSeconds { get; set; } = 2;
}
