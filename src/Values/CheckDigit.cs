using System.Globalization;

namespace Spmis.Values;

/// <summary>ISO 7064 MOD 97-10: two check digits that catch every single wrong digit, every swap of neighbours and nearly all other slips. Used for every number that people read aloud.</summary>
public static class CheckDigit
{
    /// <summary>Puts the two check digits behind a number: 26000123 becomes 2600012370 (or whatever they are).</summary>
    public static string Append(string digits) => digits + (98 - Remainder(digits + "00")).ToString("D2", CultureInfo.InvariantCulture);

    /// <summary>Whether the last two digits check the others.</summary>
    public static bool IsValid(string digits) => digits.Length > 2 && digits.All(char.IsAsciiDigit) && Remainder(digits) == 1;

    private static int Remainder(string digits) => digits.Aggregate(0, (rest, c) => ((rest * 10) + (c - '0')) % 97);
}
