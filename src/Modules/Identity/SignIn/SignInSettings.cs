using Spmis.Identity.Outside;

namespace Spmis.Identity.SignIn;

/// <summary>The configuration section <c>SignIn</c>.</summary>
public sealed class SignInSettings
{
    /// <summary>The section's name.</summary>
    public const string Section = "SignIn";

    /// <summary>Sign-ins tried from one address in a minute; an office behind one address shares them.</summary>
    public int TriesPerMinute { get; set; } = 30;

    /// <summary>Tokens asked for from one address in a minute.</summary>
    public int TokensPerMinute { get; set; } = 120;

    /// <summary>Pages and calls of one person in a minute, parts of pages that other processes draw included; in each process.</summary>
    public int RequestsPerMinute { get; set; } = 600;

    /// <summary>Calls of one program in a minute; in each process.</summary>
    public int ProgramRequestsPerMinute { get; set; } = 6_000;

    /// <summary>A session unused for so long ends.</summary>
    public int SessionMinutes { get; set; } = 60;

    /// <summary>A session ends so long after it began, used or not, and with it what programs got by it: a working day (NIST SP 800-63B, 4.2.3: twelve hours).</summary>
    public int SessionHours { get; set; } = 12;

    /// <summary>
    /// Approving, releasing and paying money, and managing users, need a password or code shown within so many minutes; signing in counts.
    /// 0 asks never.
    /// </summary>
    public int StepUpMinutes { get; set; } = 15;

    /// <summary>
    /// Roles whose people must have a second factor, separated by blanks: <c>administrator supervisor</c> before real people's data come in.
    /// None by default, so that the demo can be walked through with a password.
    /// </summary>
    public string SecondFactorFor { get; set; } = "";

    internal IReadOnlyList<string> SecondFactorRoles => SecondFactorFor.Split([' ', ','], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    /// <summary>Path to a file of SHA-1 hashes of breached passwords, sorted by hash (Have I Been Pwned, "ordered by hash"); none by default. What stands in it is refused as a new password.</summary>
    public string? BreachedPasswords { get; set; }

    /// <summary>An access token lives so long.</summary>
    public int TokenMinutes { get; set; } = 15;

    /// <summary>The portal's address as clients know it; needed where modules run in processes of their own. Empty: the address each request came to.</summary>
    public string? Issuer { get; set; }

    /// <summary>An outside authority at which people may sign in; none by default.</summary>
    public AuthoritySettings Authority { get; set; } = new();
}
