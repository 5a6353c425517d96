using System.Globalization;
using Spmis.Kernel.Acts;
using Spmis.Values;

namespace Spmis.Payments.Agencies;

/// <summary>
/// How an agency's own account numbers are made, in words: <c>digits 10</c> or <c>digits 8-12</c>, then perhaps one check of their last digits: <c>luhn</c> (ISO/IEC 7812-1, annex B),
/// <c>mod97</c> (ISO 7064 MOD 97-10, two digits) or <c>weights 3 7 3 … modulus 10</c>: each digit before the last times its weight, and the last makes the sum a multiple of the modulus;
/// <c>prefix 011</c> stands before the digits for the sum alone, as a bank's code does in Nigeria's uniform account number (Central Bank of Nigeria, NUBAN).
/// </summary>
internal sealed class AccountRule
{
    private readonly int least;
    private readonly int most;
    private readonly string check;
    private readonly int[] weights;
    private readonly int modulus;
    private readonly string prefix;

    private AccountRule(int least, int most, string check, int[] weights, int modulus, string prefix) =>
        (this.least, this.most, this.check, this.weights, this.modulus, this.prefix) = (least, most, check, weights, modulus, prefix);

    /// <summary>Reads it; null for an empty text.</summary>
    /// <exception cref="Refused">It is not written so.</exception>
    public static AccountRule? Read(string text)
    {
        var words = new Queue<string>(text.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        if (words.Count == 0)
        {
            return null;
        }

        var (least, most) = words.Dequeue() == "digits" && words.TryDequeue(out var length) ? Range(length) : throw Wrong("It begins with 'digits' and how many, such as 'digits 10' or 'digits 8-12'.");
        var (check, prefix, modulus) = ("", "", 0);
        List<int> weights = [];
        while (words.TryDequeue(out var word))
        {
            switch (word)
            {
                case "luhn" or "mod97" when check.Length == 0:
                    check = word;
                    break;
                case "weights" when check.Length == 0:
                    check = word;
                    while (words.TryPeek(out var next) && int.TryParse(next, NumberStyles.None, CultureInfo.InvariantCulture, out var weight) && weight <= 99)
                    {
                        weights.Add(weight);
                        words.Dequeue();
                    }

                    break;
                case "modulus" when check == "weights" && words.TryDequeue(out var number) && int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out modulus) && modulus is 10 or 11:
                case "prefix" when check.Length > 0 && words.TryDequeue(out prefix!) && prefix.Length <= 10 && prefix.All(char.IsAsciiDigit):
                    break;
                default:
                    throw Wrong($"'{word}' is not understood there.");
            }
        }

        if (check == "weights" && (modulus == 0 || least != most || weights.Count != prefix.Length + most - 1))
        {
            throw Wrong("With weights, say one number of digits, a weight for each digit before the last, those of the prefix too, and 'modulus 10' or 'modulus 11'.");
        }

        return new(least, most, check, [.. weights], modulus, prefix);
    }

    /// <summary>What is wrong with a number of the agency, or null. An IBAN checks itself.</summary>
    public string? Problem(string account)
    {
        var number = AccountNumbers.Clean(account);
        return !number.All(char.IsAsciiDigit) || number.Length < least || number.Length > most ? $"'{account}' has not {(least == most ? least : $"{least} to {most}")} digits."
            : !Checks(prefix + number) ? $"The check digit of '{account}' does not fit: a digit is wrong, or two are swapped."
            : null;
    }

    private bool Checks(string digits) => check switch
    {
        "luhn" => digits.Reverse().Select((c, i) => i % 2 == 0 ? c - '0' : ((c - '0') * 2) - (c > '4' ? 9 : 0)).Sum() % 10 == 0,
        "mod97" => CheckDigit.IsValid(digits),
        "weights" => (digits.Zip(weights, (c, w) => (c - '0') * w).Sum() + digits[^1] - '0') % modulus == 0,
        _ => true,
    };

    private static (int, int) Range(string text)
    {
        var parts = text.Split('-');
        return parts.Length <= 2 && int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var least) && int.TryParse(parts[^1], NumberStyles.None, CultureInfo.InvariantCulture, out var most) && least >= 2 && most <= 34 && least <= most
            ? (least, most)
            : throw Wrong($"'{text}' is no number of digits from 2 to 34, or from fewer to more.");
    }

    private static Refused Wrong(string text) => new("agency.account-rule", $"{text} Write it as 'digits 10 luhn', 'digits 12 mod97' or 'digits 10 weights 3 7 3 3 7 3 3 7 3 modulus 10'.", nameof(AgencySettings.AccountRule));
}
