using System.Security.Cryptography;
using System.Text;

namespace Spmis.Kernel.Access;

/// <summary>A random code that is handed over on paper and typed once: twelve letters and digits (59 bits) of which none looks like another. It is kept as its hash; behind a limit of tries a plain one is enough.</summary>
public static class PaperCode
{
    private const string Alphabet = "abcdefghjkmnpqrstuvwxyz23456789";
    private const int Letters = 12;

    /// <summary>A new one: <c>k7mq-x3fp-9twa</c>.</summary>
    public static string New() => string.Join('-', RandomNumberGenerator.GetString(Alphabet, Letters).Chunk(4).Select(c => new string(c)));

    /// <summary>SHA-256, in hexadecimal, over whose it is and the code; blanks, hyphens and capitals of the code make no difference.</summary>
    public static string HashOf(string whose, string code) =>
        Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes($"{whose}:{new string([.. code.Where(char.IsLetterOrDigit)]).ToLowerInvariant()}")));
}
