using Spmis.Kernel.Acts;

namespace Spmis.Identity.Users;

/// <summary>
/// What a password must be: long rather than odd (NIST SP 800-63B, 5.1.1.2: length and a list of common ones, no rules of composition, no
/// change by calendar).
/// </summary>
/// <param name="breached">Passwords known from break-ins elsewhere.</param>
public sealed class PasswordRules(BreachedPasswords breached)
{
    /// <summary>Characters, at least.</summary>
    public const int MinLength = 12;

    /// <summary>Characters, at most.</summary>
    public const int MaxLength = 128;

    private const int DifferentCharacters = 5;

    /// <summary>Refuses a weak password, saying how to choose a better one.</summary>
    /// <exception cref="Refused">Why it is weak.</exception>
    public void Check(string password, string userName, string field)
    {
        if (password.Length < MinLength)
        {
            throw new Refused("password.short", $"Use at least {MinLength} characters. Several words in a row are easy to remember.", field);
        }

        if (password.Length > MaxLength)
        {
            throw new Refused("password.long", $"Use at most {MaxLength} characters.", field);
        }

        if (password.Contains(userName, StringComparison.OrdinalIgnoreCase))
        {
            throw new Refused("password.has-user-name", "Choose a password that does not contain your user name.", field);
        }

        if (password.Distinct().Count() < DifferentCharacters || IsSequence(password) || CommonWords.Make(password))
        {
            throw new Refused("password.common", "This password is easy to guess. Take several words that do not belong together.", field);
        }

        if (breached.Has(password))
        {
            throw new Refused("password.breached", "This password is known from a break-in elsewhere, and is among the first that are tried. Take another one, also where you used it.", field);
        }
    }

    private static bool IsSequence(string password)
    {
        var steps = password.Zip(password.Skip(1), (a, b) => b - a).ToList();
        return steps.Count(s => s is 1 or -1) >= steps.Count - 1;
    }
}
