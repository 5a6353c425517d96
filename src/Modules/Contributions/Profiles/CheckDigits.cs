using Spmis.Values;

namespace Spmis.Contributions.Profiles;

/// <summary>Check digits that filing layouts use.</summary>
internal static class CheckDigits
{
    /// <summary>Their names in profiles.</summary>
    public static IReadOnlyList<string> Known { get; } = ["luhn", "mod97", "uif"];

    /// <summary>Weights of the seven digits before the check digit; each product is taken modulo 11 (UIF E03, appendix A; it comes out for 1916733/3 and 123456/8).</summary>
    private static readonly int[] UifWeights = [1, 2, 4, 5, 7, 8, 2];

    /// <summary>Whether the number's check digit is right.</summary>
    public static bool Fits(string check, string number) => number.All(char.IsAsciiDigit) && check switch
    {
        "luhn" => Luhn(number),
        "mod97" => CheckDigit.IsValid(number),
        "uif" => Uif(number),
        _ => throw new InvalidOperationException($"There is no check {check}."),
    };

    /// <summary>ISO/IEC 7812-1, annex B; South African identity numbers among others.</summary>
    private static bool Luhn(string number)
    {
        var sum = 0;
        for (var i = 0; i < number.Length; i++)
        {
            var digit = number[^(i + 1)] - '0';
            sum += i % 2 == 0 ? digit : (digit * 2 / 10) + (digit * 2 % 10);
        }

        return number.Length > 1 && sum % 10 == 0;
    }

    /// <summary>Eight digits, zeros before them.</summary>
    private static bool Uif(string number)
    {
        var digits = number.TrimStart('0').PadLeft(8, '0');
        return digits.Length == 8 && number.Trim('0').Length > 0 && UifWeights.Select((w, i) => (digits[i] - '0') * w % 11).Sum() % 10 == digits[7] - '0';
    }
}
