using System.Globalization;
using Spmis.Values;

namespace Spmis.Rules.Packages;

/// <summary>Reads one value of a known type from text: in parameters, tables and tests. Never guesses.</summary>
internal static class Literals
{
    /// <summary>The value, or null with what would be right.</summary>
    public static RuleValue? Read(string text, RuleType type, Currency currency, out string right)
    {
        right = Form(type, currency);
        return type.Kind switch
        {
            ValueKind.Bool => text switch { "yes" or "true" => RuleValue.Bool(true), "no" or "false" => RuleValue.Bool(false), _ => null },
            ValueKind.Money => Number(text) is { } money ? RuleValue.Money(money) : null,
            ValueKind.Rate => Rate(text) is { } rate ? RuleValue.Rate(rate) : null,
            ValueKind.Number => Number(text) is { } number ? RuleValue.Number(number) : null,
            ValueKind.Int => Whole(text) is { } whole ? RuleValue.Int(whole) : null,
            ValueKind.Months => Duration(text, ("years", 12), ("months", 1)) is { } months ? RuleValue.Months(months) : null,
            ValueKind.Days => Duration(text, ("weeks", 7), ("days", 1)) is { } days ? RuleValue.Days(days) : null,
            ValueKind.Date => Date(text) is { } date ? RuleValue.Date(date) : null,
            ValueKind.Month => Month.TryParse(text, out var month) ? RuleValue.Month(month) : null,
            ValueKind.Text => text.Length > 0 && type.Choices?.Contains(text) is not false ? RuleValue.Text(text) : null,
            _ => null,
        };
    }

    public static DateOnly? Date(string text) => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) && date.Year is >= 1800 and <= 2999 ? date : null;

    /// <summary>Digits, at most one point, at most 28 characters: no exponents, no thousands marks.</summary>
    public static decimal? Number(string text)
    {
        var digits = text.StartsWith('-') ? text[1..] : text;
        return digits.Length is > 0 and <= 28 && digits.All(c => char.IsAsciiDigit(c) || c == '.') && char.IsAsciiDigit(digits[^1])
            && decimal.TryParse(text, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) ? value : null;
    }

    // 6 for 6% is a slip that would multiply by a hundred: above the whole a rate is written with its sign.
    private static decimal? Rate(string text) => text.EndsWith('%') ? Number(text[..^1].TrimEnd()) / 100 : Number(text) is { } share && Math.Abs(share) <= 1 ? share : null;

    private static long? Whole(string text) => Number(text) is { } value && decimal.Truncate(value) == value && Math.Abs(value) <= 1_000_000_000_000_000m ? (long)value : null;

    private static long? Duration(string text, params (string Unit, int Factor)[] units)
    {
        foreach (var (unit, factor) in units)
        {
            if (text.EndsWith(" " + unit, StringComparison.Ordinal) || text.EndsWith(" " + unit[..^1], StringComparison.Ordinal))
            {
                return Whole(text[..text.LastIndexOf(' ')]) is { } count and >= -100_000 and <= 100_000 ? count * factor : null;
            }
        }

        return Whole(text) is { } plain and >= -1_000_000 and <= 1_000_000 ? plain : null;
    }

    private static string Form(RuleType type, Currency currency) => type.Kind switch
    {
        ValueKind.Bool => "Write yes or no.",
        ValueKind.Money => $"Write an amount in {currency} with digits and at most one point, such as 12500.50, without currency, exponent or thousands marks.",
        ValueKind.Rate => "Write a share such as 6% or 0.06; above the whole with its sign, 150%.",
        ValueKind.Number => "Write digits and at most one point, such as 12.5, without exponent or thousands marks.",
        ValueKind.Int => "Write a whole number, such as 12.",
        ValueKind.Months => "Write a duration such as 60 years, 6 months, or the number of months.",
        ValueKind.Days => "Write a duration such as 14 days, 2 weeks, or the number of days.",
        ValueKind.Date => "Write year, month and day as 2026-02-09.",
        ValueKind.Month => "Write year and month as 2026-02.",
        ValueKind.Text when type.Choices is not null => $"Write {type}.",
        _ => "Write a word.",
    };
}
