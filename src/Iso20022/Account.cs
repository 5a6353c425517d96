namespace Spmis.Iso20022;

/// <summary>An account: an IBAN, or any other number with the scheme it belongs to (a mobile wallet, a central bank's own numbering).</summary>
public sealed record Account
{
    private Account(string number, bool isIban, string? scheme)
    {
        (Number, IsIban, Scheme) = (number, isIban, scheme);
    }

    /// <summary>The number, without blanks.</summary>
    public string Number { get; }

    /// <summary>Whether it is an IBAN.</summary>
    public bool IsIban { get; }

    /// <summary>Name of the numbering scheme of an account that is no IBAN (<c>BBAN</c>, <c>MSISDN</c>), if given.</summary>
    public string? Scheme { get; }

    /// <summary>An IBAN; refused when its check digits are wrong (ISO 13616, MOD 97-10).</summary>
    /// <exception cref="MessageRefused">It is no IBAN.</exception>
    public static Account Iban(string iban)
    {
        var number = iban.Replace(" ", "", StringComparison.Ordinal).ToUpperInvariant();
        return Spmis.Iso20022.Iban.Problem(number) is { } problem ? throw new MessageRefused("iso.iban", problem) : new(number, true, null);
    }

    /// <summary>Any other account number of 1 to 34 characters.</summary>
    /// <exception cref="MessageRefused">It is empty or too long.</exception>
    public static Account Other(string number, string? scheme = null) => number.Trim().Length is >= 1 and <= 34
        ? new(number.Trim(), false, scheme)
        : throw new MessageRefused("iso.account", $"Account number '{number}' has {number.Trim().Length} characters; 1 to 34 are allowed.");

    /// <summary>An account as a bank wrote it into a file: taken as it stands, because refusing a statement over it would help nobody.</summary>
    internal static Account AsRead(string number, bool isIban, string? scheme) => new(number, isIban, scheme);

    /// <inheritdoc />
    public override string ToString() => Number;
}

/// <summary>The check of an IBAN.</summary>
public static class Iban
{
    /// <summary>What is wrong with the IBAN (no blanks, capital letters), or null.</summary>
    public static string? Problem(string iban)
    {
        // ISO 13616: two letters of the country, two check digits, up to 30 letters and digits; the shortest in use has 15 characters (Norway).
        if (iban.Length is < 15 or > 34 || !iban.All(char.IsAsciiLetterOrDigit) || !iban[..2].All(char.IsAsciiLetterUpper) || !iban[2..4].All(char.IsAsciiDigit))
        {
            return $"'{iban}' is no IBAN: two capital letters, two digits, then letters and digits, 15 to 34 in all.";
        }

        var rest = 0;
        foreach (var c in iban[4..] + iban[..4])
        {
            rest = char.IsAsciiDigit(c) ? ((rest * 10) + (c - '0')) % 97 : ((rest * 100) + (char.ToUpperInvariant(c) - 'A' + 10)) % 97;
        }

        return rest == 1 ? null : $"The check digits of IBAN '{iban}' do not fit; a digit is wrong or two were swapped.";
    }
}

/// <summary>A bank or operator: by BIC, by its number in a national clearing, or by name.</summary>
public sealed record Agent
{
    /// <summary>Business identifier code, 8 or 11 characters.</summary>
    public string? Bic { get; init; }

    /// <summary>Number in a national clearing or operator list.</summary>
    public string? MemberId { get; init; }

    /// <summary>Code of that clearing (<c>CHBCC</c>, <c>ZANCC</c>), five characters at most.</summary>
    public string? ClearingSystem { get; init; }

    /// <summary>Name, for people.</summary>
    public string? Name { get; init; }
}
