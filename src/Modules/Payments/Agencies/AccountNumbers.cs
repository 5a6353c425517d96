using Spmis.Iso20022;

namespace Spmis.Payments.Agencies;

/// <summary>Account numbers of any kind: IBAN, a bank's own, a wallet.</summary>
public static class AccountNumbers
{
    /// <summary>What is wrong with it, or null. What begins like an IBAN must be one: a wrong digit there sends money to a stranger.</summary>
    public static string? Problem(string account)
    {
        var number = Clean(account);
        return number.Length is < 1 or > 34 ? $"'{account}' has {number.Length} characters; an account number has 1 to 34."
            : LooksLikeIban(number) ? Iban.Problem(number)
            : BankText.IdentifierProblem(number, 34);
    }

    /// <summary>Without blanks, letters as capitals.</summary>
    public static string Clean(string account) => account.Replace(" ", "", StringComparison.Ordinal).ToUpperInvariant();

    /// <summary>For a bank file.</summary>
    public static Account ToIso(string account)
    {
        var number = Clean(account);
        return LooksLikeIban(number) ? Account.Iban(number) : Account.Other(number);
    }

    internal static bool LooksLikeIban(string number) =>
        number.Length >= 15 && char.IsAsciiLetterUpper(number[0]) && char.IsAsciiLetterUpper(number[1]) && char.IsAsciiDigit(number[2]) && char.IsAsciiDigit(number[3]);
}
