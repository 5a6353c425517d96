using System.Globalization;
using System.Text.RegularExpressions;
using Spmis.Values;

namespace Spmis.Kernel.Files;

/// <summary>How much of a date is known.</summary>
public enum DatePrecision
{
    /// <summary>The day.</summary>
    Day,

    /// <summary>The month only.</summary>
    Month,

    /// <summary>The year only.</summary>
    Year,
}

/// <summary>A date of which perhaps only the month or the year is known.</summary>
/// <param name="First">The first day it can be.</param>
/// <param name="Precision">How much is known.</param>
public readonly record struct PartialDate(DateOnly First, DatePrecision Precision);

/// <summary>Reads dates written as ISO 8601 has them. Any other writing is refused with the date it probably means, never guessed: 03/04/1990 is two days.</summary>
public static partial class ReadDate
{
    /// <summary>A day as 1990-02-28.</summary>
    /// <returns>What is wrong; null when it was read.</returns>
    public static FieldProblem? Day(string text, out DateOnly day)
    {
        day = default;
        text = ReadField.Short(text);
        var match = IsoDay().Match(text);
        if (!match.Success)
        {
            return Foreign(text);
        }

        var (year, month, date) = (Number(match, "y"), Number(match, "m"), Number(match, "d"));
        if (year is < 1850 or > 2199)
        {
            return new("date.year", $"The year of '{text}' cannot be right.", "Write the year with four digits, such as 1990-02-28.");
        }

        if (!Exists(year, month, date))
        {
            return NoSuchDay(text, year, month);
        }

        day = new DateOnly(year, month, date);
        return null;
    }

    /// <summary>A day, a month (1990-02) or a year (1990).</summary>
    /// <returns>What is wrong; null when it was read.</returns>
    public static FieldProblem? Partial(string text, out PartialDate date)
    {
        date = default;
        if (text.Length == 4 && text.All(char.IsAsciiDigit))
        {
            var problem = Day(text + "-01-01", out var first);
            date = new(first, DatePrecision.Year);
            return problem is null ? null : problem with { Text = $"The year '{text}' cannot be right." };
        }

        if (Values.Month.TryParse(text, out var month))
        {
            date = new(month.First, DatePrecision.Month);
            return null;
        }

        var wrong = Day(text, out var day);
        date = new(day, DatePrecision.Day);
        return wrong;
    }

    /// <summary>A month as 2026-03.</summary>
    /// <returns>What is wrong; null when it was read.</returns>
    public static FieldProblem? Month(string text, out Month month)
    {
        text = ReadField.Short(text);
        if (Values.Month.TryParse(text, out month))
        {
            return null;
        }

        var match = OtherMonth().Match(text);
        var remedy = match.Success && Number(match, "m") is >= 1 and <= 12
            ? $"Write {match.Groups["y"].Value}-{Number(match, "m"):D2}."
            : "Write year and month, such as 2026-03.";
        return new("month.form", $"'{text}' is not a month.", remedy);
    }

    private static FieldProblem Foreign(string text)
    {
        if (IsoStart().IsMatch(text) && Day(text[..10], out var start) is null)
        {
            return new("date.form", $"'{text}' has a time behind the date.", Write(start));
        }

        var yearFirst = YearFirst().Match(text);
        if (yearFirst.Success)
        {
            return Written(text, Number(yearFirst, "y"), (Number(yearFirst, "m"), Number(yearFirst, "d")));
        }

        var yearLast = YearLast().Match(text);
        if (yearLast.Success)
        {
            var (a, b) = (Number(yearLast, "a"), Number(yearLast, "b"));
            return Written(text, Number(yearLast, "y"), (b, a), (a, b));
        }

        // Day numbers of spreadsheets count from 1899-12-30 (ECMA-376 part 1, 18.17.4).
        if (text.Length == 5 && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var serial))
        {
            return new("date.serial", $"'{text}' is a spreadsheet's day number, not a date.", $"Format the column as text and write {new DateOnly(1899, 12, 30).AddDays(serial):yyyy-MM-dd} if that is the day.");
        }

        return new("date.form", $"'{text}' is not a date.", "Write year, month and day, such as 1990-02-28.");
    }

    /// <summary>The day or days a foreign writing can mean: (month, day), first guess first.</summary>
    private static FieldProblem Written(string text, int year, params (int Month, int Day)[] readings)
    {
        var days = readings.Where(r => Exists(year, r.Month, r.Day)).Select(r => new DateOnly(year, r.Month, r.Day)).Distinct().ToArray();
        return days switch
        {
            [] => NoSuchDay(text, year, readings[0].Month),
            [var only] => new("date.form", $"'{text}' is not written as year, month and day.", Write(only)),
            _ => new("date.form", $"'{text}' can be two days.", $"Write {days[0]:yyyy-MM-dd} or {days[1]:yyyy-MM-dd}, whichever it is."),
        };
    }

    private static FieldProblem NoSuchDay(string text, int year, int month)
    {
        var near = year is >= 1850 and <= 2199 && month is >= 1 and <= 12
            ? Write(new DateOnly(year, month, DateTime.DaysInMonth(year, month)))[..^1] + " if the last day of the month is meant."
            : "Write year, month and day, such as 1990-02-28.";
        return new("date.no-such-day", $"'{text}' is not a date that exists.", near);
    }

    private static string Write(DateOnly day) => $"Write {day:yyyy-MM-dd}.";

    private static bool Exists(int year, int month, int day) => year is >= 1 and <= 9999 && month is >= 1 and <= 12 && day >= 1 && day <= DateTime.DaysInMonth(year, month);

    private static int Number(Match match, string group) => int.Parse(match.Groups[group].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture);

    [GeneratedRegex("^(?<y>[0-9]{4})-(?<m>[0-9]{2})-(?<d>[0-9]{2})$", RegexOptions.CultureInvariant)]
    private static partial Regex IsoDay();

    [GeneratedRegex("^[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:", RegexOptions.CultureInvariant)]
    private static partial Regex IsoStart();

    [GeneratedRegex("^(?<y>[0-9]{4})[-/. ]?(?<m>[0-9]{1,2})[-/. ]?(?<d>[0-9]{1,2})$", RegexOptions.CultureInvariant)]
    private static partial Regex YearFirst();

    [GeneratedRegex("^(?<a>[0-9]{1,2})[-/. ](?<b>[0-9]{1,2})[-/. ](?<y>[0-9]{4})$", RegexOptions.CultureInvariant)]
    private static partial Regex YearLast();

    [GeneratedRegex("^((?<y>[0-9]{4})[-/. ]?(?<m>[0-9]{1,2})|(?<m>[0-9]{1,2})[-/. ](?<y>[0-9]{4}))$", RegexOptions.CultureInvariant)]
    private static partial Regex OtherMonth();
}
