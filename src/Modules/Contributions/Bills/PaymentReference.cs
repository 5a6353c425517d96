using System.Globalization;
using System.Text.RegularExpressions;
using Spmis.Values;

namespace Spmis.Contributions.Bills;

/// <summary>Payment references: 7, eight digits of a running number, two check digits. Eleven digits that no registration or employer number looks like.</summary>
public static partial class PaymentReference
{
    public const string Series = "bill";
    private const int Length = 11;

    /// <summary>The reference of a running number.</summary>
    public static string Of(long number) => number is > 0 and < 100_000_000
        ? CheckDigit.Append(string.Create(CultureInfo.InvariantCulture, $"7{number:D8}"))
        : throw new InvalidOperationException($"Payment references are used up at {number}; the series needs another leading digit.");

    /// <summary>The running number in a reference; 0 when it is none.</summary>
    public static long NumberOf(string? reference) => reference is not null && IsValid(reference) ? long.Parse(reference.AsSpan(1, 8), NumberStyles.None, CultureInfo.InvariantCulture) : 0;

    /// <summary>Whether the text is a reference with right check digits.</summary>
    public static bool IsValid(string text) => text.Length == Length && text[0] == '7' && CheckDigit.IsValid(text);

    /// <summary>All numbers in what a payer wrote: runs of digits, and runs cut by blanks, hyphens, dots or slashes put together, since people group digits as they like.</summary>
    public static IEnumerable<string> NumbersIn(string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return [];
        }

        var plain = Runs().Matches(text).Select(m => m.Value);
        var joined = Grouped().Matches(text).Select(m => string.Concat(m.Value.Where(char.IsAsciiDigit)));
        return plain.Concat(joined).Where(n => n.Length is >= 6 and <= 40).Distinct(StringComparer.Ordinal);
    }

    [GeneratedRegex("[0-9]+", RegexOptions.NonBacktracking)]
    private static partial Regex Runs();

    [GeneratedRegex("[0-9]+([ ./-][0-9]+)+", RegexOptions.NonBacktracking)]
    private static partial Regex Grouped();
}
