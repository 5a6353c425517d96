using System.Collections.Frozen;
using Spmis.Kernel.Acts;

namespace Spmis.Identity.Users;

/// <summary>
/// What a password must be: long rather than odd (NIST SP 800-63B, 5.1.1.2: length and a list of common ones, no rules of composition, no
/// change by calendar).
/// </summary>
internal static class PasswordRules
{
    public const int MinLength = 12;
    public const int MaxLength = 128;

    private const int DifferentCharacters = 5;

    // What people choose when told to take twelve characters, without the digits and signs they add at the end.
    private static readonly FrozenSet<string> Common = new[]
    {
        "password", "passwordpassword", "mypassword", "newpassword", "thepassword", "passw", "welcome", "welcomewelcome", "welcometo", "changeme", "changemenow", "pleasechangeme",
        "letmein", "letmeinplease", "administrator", "administration", "superadministrator", "adminadmin", "adminadminadmin", "supervisor", "supervisorsupervisor", "rootroot",
        "qwerty", "qwertyuiop", "qwertyuiopasdf", "qwertyqwerty", "qwertyazerty", "azerty", "azertyuiop", "azertyuiopqsdf", "asdfghjkl", "asdfghjklqwerty", "zxcvbnm", "qazwsxedcrfv", "qweasdzxc", "qwe",
        "iloveyou", "iloveyouiloveyou", "iloveyousomuch", "iloveyouforever", "ilovemymother", "ilovejesus", "jesuschrist", "jesusismylord", "godisgood", "godisgreat", "godbless", "praisethelord", "bismillah", "alhamdulillah", "inshallah", "mashallah",
        "abcdefghijkl", "abcdefghijklm", "abcdefghijklmnop", "abcabcabcabc", "abcd", "monkeymonkey", "dragondragon", "sunshine", "sunshinesunshine", "princess", "footballfootball", "footballplayer", "manchesterunited", "liverpoolfc", "realmadrid", "barcelona",
        "secretsecret", "topsecret", "secretpassword", "computer", "computercomputer", "internet", "microsoft", "windows", "database", "mustchange", "temporary", "temporarypassword", "default", "defaultpassword", "testtesttest", "testpassword", "guestguest",
        "socialsecurity", "socialprotection", "spmis", "spmisspmis", "pension", "pensioner", "pensionfund", "ministry", "government", "motdepasse", "motdepassemotdepasse", "bonjour", "jetaime", "soleil", "contrasena", "contraseña", "senha",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>Refuses a weak password, saying how to choose a better one.</summary>
    public static void Check(string password, string userName, string field)
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

        if (password.Distinct().Count() < DifferentCharacters || IsSequence(password) || Common.Contains(Core(password)))
        {
            throw new Refused("password.common", "This password is easy to guess. Take several words that do not belong together.", field);
        }
    }

    // "Welcome2026!!!!" is "welcome": the first thing a guesser tries.
    private static string Core(string password) => password.ToLowerInvariant().Replace('@', 'a').Replace('0', 'o').Replace('$', 's').Replace(" ", "", StringComparison.Ordinal)
        .TrimEnd("0123456789!?.,#*+-_o".ToCharArray()).TrimStart("0123456789!?.,#*+-_".ToCharArray()) is { Length: > 0 } core ? core : "password";

    private static bool IsSequence(string password)
    {
        var steps = password.Zip(password.Skip(1), (a, b) => b - a).ToList();
        return steps.Count(s => s is 1 or -1) >= steps.Count - 1;
    }
}
