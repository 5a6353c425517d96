using System.Globalization;

namespace Spmis.Values;

/// <summary>An exact amount: whole minor units of one currency. Sums are checked for overflow; two currencies never mix.</summary>
/// <param name="Minor">Minor units (cents, fils; whole francs for XOF). May be negative.</param>
/// <param name="Currency">The currency.</param>
public readonly record struct Money(long Minor, Currency Currency) : IComparable<Money>
{
    /// <summary>The amount in major units, for arithmetic with rates; round the outcome with <see cref="FromMajor"/>.</summary>
    public decimal Major => (decimal)Minor / Currency.MinorPerMajor;

    /// <summary>Nothing, in this currency.</summary>
    public static Money Zero(Currency currency) => new(0, currency);

    /// <summary>Rounds a major-unit amount to whole minor units by a named rule.</summary>
    public static Money FromMajor(decimal major, Currency currency, RoundingMode mode) =>
        new(decimal.ToInt64(Rounding.Round(major * currency.MinorPerMajor, 1, mode)), currency);

    /// <summary>Reads "1234.50": digits, at most one point, no more decimals than the currency has. Refuses signs, exponents, commas and blanks, so that nothing is ever guessed.</summary>
    /// <param name="text">The text as sent.</param>
    /// <param name="currency">The currency it is in.</param>
    /// <param name="money">The amount read.</param>
    /// <param name="problem">What is wrong and how to mend it; null when it was read.</param>
    public static bool TryParse(string text, Currency currency, out Money money, out string? problem)
    {
        money = Zero(currency);
        problem = null;
        var point = text.IndexOf('.', StringComparison.Ordinal);
        var whole = point < 0 ? text : text[..point];
        var part = point < 0 ? "" : text[(point + 1)..];
        if (text.Contains(',', StringComparison.Ordinal))
        {
            problem = $"'{text}' has a comma; write the amount with a point and no thousands mark, such as 1234.50.";
        }
        else if (text.StartsWith('-') || text.StartsWith('+'))
        {
            problem = $"'{text}' has a sign; write an amount of 0 or more without one.";
        }
        else if (whole.Length == 0 || !whole.All(char.IsAsciiDigit) || !part.All(char.IsAsciiDigit) || (point >= 0 && part.Length == 0))
        {
            problem = $"'{text}' is not an amount; use digits and at most one point, such as 1234.50.";
        }
        else if (part.TrimEnd('0').Length > currency.Exponent)
        {
            problem = $"'{text}' has more decimals than {currency} has ({currency.Exponent}).";
        }
        else if (whole.TrimStart('0').Length > 15)
        {
            problem = $"'{text}' is too large for an amount.";
        }
        else
        {
            var digits = whole + part.TrimEnd('0').PadRight(currency.Exponent, '0');
            money = new Money(long.Parse(digits, CultureInfo.InvariantCulture), currency);
        }

        return problem is null;
    }

    /// <summary>Cuts the amount in proportion to weights so that the parts make the whole: each part rounded down, the rest to the largest remainders, first come first.</summary>
    /// <param name="weights">Weights of 0 or more, not all 0.</param>
    public IReadOnlyList<Money> Split(IReadOnlyList<decimal> weights)
    {
        var total = weights.Sum();
        if (total <= 0 || weights.Any(w => w < 0))
        {
            throw new ArgumentException("Weights must be 0 or more and not all 0.", nameof(weights));
        }

        var minor = Minor;
        var exact = weights.Select(w => minor * w / total).ToArray();
        var parts = exact.Select(e => decimal.ToInt64(decimal.Truncate(e))).ToArray();
        var rest = minor - parts.Sum();
        foreach (var i in Enumerable.Range(0, parts.Length).OrderByDescending(i => Math.Abs(exact[i] - parts[i])).ThenBy(i => i).Take((int)Math.Abs(rest)))
        {
            parts[i] += Math.Sign(rest);
        }

        var currency = Currency;
        return [.. parts.Select(p => new Money(p, currency))];
    }

    /// <summary>Adds.</summary>
    public static Money operator +(Money a, Money b) => new(checked(a.Minor + Same(a, b).Minor), a.Currency);

    /// <summary>Subtracts.</summary>
    public static Money operator -(Money a, Money b) => new(checked(a.Minor - Same(a, b).Minor), a.Currency);

    /// <summary>Negates.</summary>
    public static Money operator -(Money a) => new(checked(-a.Minor), a.Currency);

    /// <summary>Compares amounts of one currency.</summary>
    public static bool operator <(Money a, Money b) => a.CompareTo(b) < 0;

    /// <summary>Compares amounts of one currency.</summary>
    public static bool operator >(Money a, Money b) => a.CompareTo(b) > 0;

    /// <summary>Compares amounts of one currency.</summary>
    public static bool operator <=(Money a, Money b) => a.CompareTo(b) <= 0;

    /// <summary>Compares amounts of one currency.</summary>
    public static bool operator >=(Money a, Money b) => a.CompareTo(b) >= 0;

    /// <inheritdoc />
    public int CompareTo(Money other) => Minor.CompareTo(Same(this, other).Minor);

    /// <summary>"1234.50", for files and JSON: a point, the currency's decimals, no thousands mark.</summary>
    public string ToPlain() => Major.ToString(Currency.Exponent switch { 2 => "F2", 0 => "F0", var other => "F" + other.ToString(CultureInfo.InvariantCulture) }, CultureInfo.InvariantCulture);

    /// <summary>"1,234.50 KES", for people.</summary>
    public override string ToString() => Major.ToString("N" + Currency.Exponent.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture) + " " + Currency.Code;

    private static Money Same(Money a, Money b) => a.Currency == b.Currency
        ? b
        : throw new InvalidOperationException($"{a.Currency} and {b.Currency} cannot be put together.");
}
