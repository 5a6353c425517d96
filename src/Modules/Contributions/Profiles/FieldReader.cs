using System.Collections.Concurrent;
using System.Globalization;
using System.Text.RegularExpressions;
using Spmis.Kernel.Files;
using Spmis.Values;

namespace Spmis.Contributions.Profiles;

/// <summary>Reads one value as its profile says it is written; what is wrong is told in the layout's own terms.</summary>
internal static class FieldReader
{
    private static readonly ConcurrentDictionary<string, Regex> Patterns = new(StringComparer.Ordinal);

    /// <summary>Everything that can be said of a value without its meaning.</summary>
    /// <returns>What is wrong; null when nothing.</returns>
    public static FieldProblem? Check(ProfileField field, string text, Currency currency) => field.Type switch
    {
        FieldType.Number => Number(field, text, out _),
        FieldType.Amount or FieldType.Whole or FieldType.Minor => Amount(field, text, currency, out _),
        FieldType.Date => Date(field, text, out _),
        FieldType.Month => Month(field, text, out _),
        FieldType.Integer => ReadField.Integer(text, field.Min, field.Max, out _),
        _ => Text(field, text, out _),
    };

    public static FieldProblem? Text(ProfileField field, string text, out string read)
    {
        var problem = ReadField.Text(text, field.Length > 0 ? field.Length : 400, out read);
        return problem ?? Fits(field, text);
    }

    public static FieldProblem? Number(ProfileField field, string text, out string number)
    {
        var problem = ReadField.Number(text, out number);
        if (problem is not null)
        {
            return problem;
        }

        if (field.Digits > 0 && (number.Length != field.Digits || !number.All(char.IsAsciiDigit)))
        {
            return new("id.digits", $"'{text}' is not {field.Digits} digits.", "Copy the number from its card or certificate, zeros at its beginning too.");
        }

        if (field.Length > 0 && number.Length > field.Length)
        {
            return new("id.length", $"'{text}' has {number.Length} letters and digits; {field.Length} are allowed.", "Copy the number from its card or certificate.");
        }

        return field.Check is { } check && !CheckDigits.Fits(check, number)
            ? new("id.check-digit", $"'{text}' is no such number: its check digit does not fit.", "Look for a digit mistyped or two exchanged.")
            : Fits(field, number);
    }

    public static FieldProblem? Amount(ProfileField field, string text, Currency currency, out Money money)
    {
        if (field.Type == FieldType.Minor)
        {
            var problem = ReadField.Integer(text.Length == 0 ? "0" : text, 0, 999_999_999_999_999, out var minor);
            money = new Money(minor, currency);
            return problem;
        }

        var wrong = ReadField.Amount(text, currency, out money);
        return wrong is null && field.Type == FieldType.Whole && text.Contains('.', StringComparison.Ordinal)
            ? new("money.whole", $"'{text}' has a point; this layout has whole amounts only.", "Round as the law says and leave point and decimals out.")
            : wrong;
    }

    public static FieldProblem? Date(ProfileField field, string text, out DateOnly day)
    {
        if (field.Format.Length == 0)
        {
            return ReadDate.Day(text, out day);
        }

        if (DateOnly.TryParseExact(text, Formats(field), CultureInfo.InvariantCulture, DateTimeStyles.None, out day) || (text.Length == 10 && text[4] == '-' && ReadDate.Day(text, out day) is null))
        {
            return day.Year is >= 1850 and <= 2199 ? null : new("date.year", $"The year of '{text}' cannot be right.", $"Write the day as {Shown(field)}.");
        }

        return text.Count(char.IsAsciiDigit) == 8
            ? new("date.no-such-day", $"'{text}' is not a day that exists, written as {Shown(field)}.", $"Write the day as {Shown(field)}, such as {new DateOnly(1990, 2, 28).ToString(Formats(field)[0], CultureInfo.InvariantCulture)}.")
            : new("date.form", $"'{text}' is not a day written as {Shown(field)}.", $"Write it such as {new DateOnly(1990, 2, 28).ToString(Formats(field)[0], CultureInfo.InvariantCulture)}.");
    }

    public static FieldProblem? Month(ProfileField field, string text, out Month month)
    {
        if (field.Format.Length == 0)
        {
            // A sheet gives a month that was typed as a date as its first day.
            return text.Length == 10 && text.EndsWith("-01", StringComparison.Ordinal) && Values.Month.TryParse(text[..7], out month) ? null : ReadDate.Month(text, out month);
        }

        // In a sheet 032026 may have become the number 32026.
        var padded = Formats(field) is [var only] && text.Length == only.Length - 1 && text.All(char.IsAsciiDigit) ? "0" + text : text;
        if (DateOnly.TryParseExact(padded, Formats(field), CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && day.Year is >= 1900 and <= 2999)
        {
            month = Values.Month.Of(day);
            return null;
        }

        return ReadDate.Month(text, out month) is null ? null : new("month.form", $"'{text}' is not a month written as {Shown(field)}.", $"Write it such as {new DateOnly(2026, 3, 1).ToString(Formats(field)[0], CultureInfo.InvariantCulture)}.");
    }

    private static FieldProblem? Fits(ProfileField field, string text)
    {
        if (field.Values.Count > 0 && !field.Values.Contains(text, StringComparer.OrdinalIgnoreCase))
        {
            return new("choice.unknown", $"'{(text.Length <= 60 ? text : text[..60])}' is not one of the values known here.", $"Write {string.Join(" or ", field.Values)}.");
        }

        return field.Pattern is { } pattern && !Patterns.GetOrAdd(pattern, p => new Regex($"^(?:{p})$", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)).IsMatch(text)
            ? new("text.pattern", $"'{(text.Length <= 60 ? text : text[..60])}' has characters that this field does not take, or has them in another order.", $"It must look like {pattern}.")
            : null;
    }

    private static string[] Formats(ProfileField field) => field.Format.Split('|');

    private static string Shown(ProfileField field) => Formats(field)[0].ToUpperInvariant();
}
