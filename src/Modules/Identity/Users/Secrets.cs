using System.Security.Cryptography;

namespace Spmis.Identity.Users;

/// <summary>Random secrets that a person can read aloud and type: no letter looks like a digit.</summary>
internal static class Secrets
{
    private const string Alphabet = "abcdefghjkmnpqrstuvwxyz23456789";

    /// <summary>A first password, 79 bits: <c>k7mq-x3fp-9twa-hc5r</c>.</summary>
    public static string NewPassword() => string.Join('-', Enumerable.Range(0, 4).Select(_ => Letters(4)));

    /// <summary>A secret for a program, 198 bits.</summary>
    public static string NewClientSecret() => Letters(40);

    /// <summary>Random letters and digits.</summary>
    public static string Letters(int count) => RandomNumberGenerator.GetString(Alphabet, count);
}
