using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Spmis.Values;

namespace Spmis.Payments.Instructions;

/// <summary>
/// The number under which a payment is ordered, answered and returned: award, month, component, attempt and two check digits (ISO 7064 MOD 97-10, letters as 10 to 35).
/// It follows from the instruction, so a file written again bears the same numbers, and a new attempt a new one.
/// </summary>
public static class PaymentReference
{
    /// <summary>EndToEndId, Max35Text of ISO 20022.</summary>
    public const int MaxLength = 35;

    private const int MaxComponent = 8;

    /// <summary>"2600012370-202607-MAIN-0158".</summary>
    /// <exception cref="InvalidOperationException">The award's number is too long or not made of letters, digits and hyphens.</exception>
    public static string Of(string awardNumber, Month month, string component, int attempt)
    {
        var body = string.Create(CultureInfo.InvariantCulture, $"{awardNumber}-{month.Code}-{Short(component)}-{attempt:D2}");
        return body.Length + 2 <= MaxLength && attempt is >= 1 and <= 99 && body.All(c => char.IsAsciiLetterOrDigit(c) || c == '-')
            ? body + Check(body)
            : throw new InvalidOperationException($"Award {awardNumber}, attempt {attempt}, makes no payment reference of {MaxLength} letters, digits and hyphens.");
    }

    /// <summary>Whether its check digits fit: a reference typed wrong is told from one that is unknown.</summary>
    public static bool IsValid(string reference) =>
        reference.Length is > 4 and <= MaxLength && reference.All(c => char.IsAsciiLetterOrDigit(c) || c == '-') && reference[^2..] == Check(reference[..^2]);

    // Components are a scheme's own words. A long one keeps its first letters and a digest of all of it; should two ever meet, the unique constraint says so.
    private static string Short(string component)
    {
        var letters = new string([.. component.ToUpperInvariant().Where(char.IsAsciiLetterOrDigit)]);
        return letters.Length is > 0 and <= MaxComponent && letters.Equals(component, StringComparison.OrdinalIgnoreCase)
            ? letters
            : letters[..Math.Min(4, letters.Length)] + Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(component)))[..4];
    }

    private static string Check(string body)
    {
        var digits = string.Concat(body.Where(c => c != '-').Select(c => char.IsAsciiDigit(c) ? $"{c}" : (char.ToUpperInvariant(c) - 'A' + 10).ToString(CultureInfo.InvariantCulture)));
        return CheckDigit.Append(digits)[^2..];
    }
}
