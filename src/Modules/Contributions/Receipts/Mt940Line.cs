using System.Globalization;
using System.Text.RegularExpressions;
using Spmis.Values;

namespace Spmis.Contributions.Receipts;

/// <summary>A balance of tags 60 and 62.</summary>
/// <param name="On">The day.</param>
/// <param name="Currency">Its currency.</param>
/// <param name="SignedMinor">Minor units, below zero for a debit balance.</param>
internal sealed partial record Mt940Balance(DateOnly On, Currency Currency, long SignedMinor)
{
    /// <summary>Reads C260401KES1234,50.</summary>
    public static Mt940Balance? Read(string value)
    {
        var match = Form().Match(value.Trim());
        return match.Success && Mt940Line.Day(match.Groups["d"].Value) is { } day && Spmis.Values.Currency.Of(match.Groups["c"].Value) is var currency && Mt940Line.Minor(match.Groups["a"].Value, currency) is { } minor
            ? new Mt940Balance(day, currency, match.Groups["s"].Value == "D" ? -minor : minor) : null;
    }

    public override string ToString() => $"{(SignedMinor < 0 ? "-" : "")}{new Money(Math.Abs(SignedMinor), Currency)}";

    [GeneratedRegex("^(?<s>[CD])(?<d>[0-9]{6})(?<c>[A-Z]{3})(?<a>[0-9]+,[0-9]*)$", RegexOptions.CultureInvariant)]
    private static partial Regex Form();
}

/// <summary>Tag 61: an entry.</summary>
/// <param name="ValueOn">Value date.</param>
/// <param name="BookedOn">Entry date, else the value date.</param>
/// <param name="Mark">C, D, RC (a credit taken back) or RD (a debit taken back).</param>
/// <param name="AmountMinor">Minor units, above zero or zero.</param>
/// <param name="Type">Transaction type: NTRF, NRTI ...</param>
/// <param name="CustomerReference">The account owner's reference; null for NONREF.</param>
/// <param name="BankReference">The bank's own, behind two slashes.</param>
internal sealed partial record Mt940Line(DateOnly ValueOn, DateOnly BookedOn, string Mark, long AmountMinor, string Type, string? CustomerReference, string? BankReference)
{
    /// <summary>What it adds to the balance.</summary>
    public long SignedMinor => Mark is "C" or "RD" ? AmountMinor : -AmountMinor;

    public static Mt940Line? Read(string value, Currency currency)
    {
        var match = Form().Match(value.Trim());
        if (!match.Success || Day(match.Groups["v"].Value) is not { } valueOn || Minor(match.Groups["a"].Value, currency) is not { } minor)
        {
            return null;
        }

        var customer = match.Groups["r"].Value.Trim();
        var bank = match.Groups["b"].Value.Trim();
        return Booked(match.Groups["e"].Value, valueOn) is { } booked
            ? new Mt940Line(valueOn, booked, match.Groups["m"].Value, minor, match.Groups["t"].Value, customer is "" or "NONREF" ? null : customer, bank.Length == 0 ? null : bank) : null;
    }

    /// <summary>Takes the network's envelope off: <c>{1:F01...}{2:...}{4:</c> before, <c>-}</c> behind.</summary>
    public static string WithoutEnvelope(string line)
    {
        var text = line.TrimEnd();
        if (text.StartsWith('{'))
        {
            var block = text.IndexOf("{4:", StringComparison.Ordinal);
            text = block < 0 ? "" : text[(block + 3)..];
        }

        return text is "-" or "-}" || text.StartsWith("-}{", StringComparison.Ordinal) ? "" : text;
    }

    /// <summary>Reads yyMMdd; statements are of this century.</summary>
    internal static DateOnly? Day(string text) => DateOnly.TryParseExact("20" + text, "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;

    /// <summary>Reads 1234,5: the comma always stands, decimals may be missing.</summary>
    internal static long? Minor(string text, Currency currency) => Money.TryParse(text.EndsWith(',') ? text[..^1] : text.Replace(',', '.'), currency, out var money, out _) ? money.Minor : null;

    /// <summary>The entry date has no year: it is the one that brings it nearest to the value date.</summary>
    private static DateOnly? Booked(string monthAndDay, DateOnly valueOn) => monthAndDay.Length == 0 ? valueOn
        : new[] { valueOn.Year - 1, valueOn.Year, valueOn.Year + 1 }
            .Select(y => DateOnly.TryParseExact($"{y}{monthAndDay}", "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : (DateOnly?)null)
            .OfType<DateOnly>().OrderBy(d => Math.Abs(d.DayNumber - valueOn.DayNumber)).Select(d => (DateOnly?)d).FirstOrDefault();

    // Value date, entry date, mark, third letter of the currency, amount, type, references. Amounts have a comma always.
    [GeneratedRegex("^(?<v>[0-9]{6})(?<e>[0-9]{4})?(?<m>R?[CD])(?<f>[A-Z])?(?<a>[0-9]+,[0-9]*)(?<t>[A-Z][A-Z0-9]{3})(?<r>.*?)(//(?<b>.*))?$", RegexOptions.CultureInvariant)]
    private static partial Regex Form();
}
