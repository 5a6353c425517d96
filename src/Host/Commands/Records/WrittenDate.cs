using System.Globalization;
using System.Text.RegularExpressions;
using Spmis.Linkage;

namespace Spmis.Host.Commands.Records;

/// <summary>In which order a column writes day, month and year where the text alone does not say.</summary>
internal enum DateOrder
{
    DayFirst,
    MonthFirst,
}

/// <summary>
/// Birth dates of foreign files: 1990-02-28, 19900228, 28/02/1990, 2/28/90, 28 Feb 1990, 1990-02, 1990, three columns year, month, day.
/// Unlike an import, which refuses what may be misread, an evaluation decides the order of day and month once for the column.
/// What is no calendar date (19 81 13 39) is kept as digits, since a slip of the hand is evidence too.
/// </summary>
internal sealed partial class WrittenDate(DateOrder order, bool ages)
{
    private const int CenturyFrom = 30; // 29 is 2029 to nobody who is registered with two digits for a year; 30 and over are 19xx.
    private const int AgesCountFrom = 2025;
    private static readonly string[] Months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

    /// <summary>Looks at a column's values: a first part over 12 says day first, a second part over 12 month first; numbers up to 120 alone are ages.</summary>
    public static WrittenDate Of(IEnumerable<string> values)
    {
        var (dayFirst, monthFirst, ages, years) = (0L, 0L, 0L, 0L);
        foreach (var value in values)
        {
            if (YearLast().Match(value) is { Success: true } match)
            {
                dayFirst += Number(match, "a") is > 12 and <= 31 ? 1 : 0;
                monthFirst += Number(match, "b") is > 12 and <= 31 ? 1 : 0;
            }
            else if (value.Length is > 0 and <= 3 && value.All(char.IsAsciiDigit))
            {
                ages++;
            }
            else if (value.Length > 3)
            {
                years++;
            }
        }

        return new WrittenDate(monthFirst > dayFirst ? DateOrder.MonthFirst : DateOrder.DayFirst, ages > years);
    }

    /// <summary>The person with the birth date filled in as far as the text says it.</summary>
    public LinkagePerson Fill(LinkagePerson person, string text)
    {
        if (text.Length == 0)
        {
            return person;
        }

        var (year, month, day) = Parts(text);
        if (year is < 1000 or > 2999)
        {
            return person with { BornAsWritten = Digits(text) };
        }

        if (month is >= 1 and <= 12 && day >= 1 && day <= DateTime.DaysInMonth(year, month))
        {
            return person with { BornOn = new DateOnly(year, month, day) };
        }

        return (month, day) switch
        {
            (0, 0) => person with { BornOn = new DateOnly(year, 1, 1), BornPrecision = BirthPrecision.Year },
            ( >= 1 and <= 12, 0) => person with { BornOn = new DateOnly(year, month, 1), BornPrecision = BirthPrecision.Month },
            _ => person with { BornAsWritten = $"{year:D4}{month:D2}{day:D2}" },
        };
    }

    /// <summary>Year, month, day; 0 for what is not told, a year of 0 for what is no date at all.</summary>
    private (int Year, int Month, int Day) Parts(string text)
    {
        if (YearFirst().Match(text) is { Success: true } iso)
        {
            return (Number(iso, "y"), Number(iso, "m"), Number(iso, "d"));
        }

        if (YearLast().Match(text) is { Success: true } last)
        {
            var (a, b) = (Number(last, "a"), Number(last, "b"));
            var dayFirst = (order == DateOrder.DayFirst && b <= 12) || a > 12;
            return (Full(last.Groups["y"].ValueSpan), dayFirst ? b : a, dayFirst ? a : b);
        }

        if (Worded().Match(text) is { Success: true } worded)
        {
            var month = Array.FindIndex(Months, m => worded.Groups["n"].Value.StartsWith(m, StringComparison.OrdinalIgnoreCase)) + 1;
            return month == 0 ? default : (Full(worded.Groups["y"].ValueSpan), month, Number(worded, "d"));
        }

        if (!int.TryParse(text.AsSpan().TrimEnd(".0"), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && !int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number))
        {
            return default;
        }

        return text.Length == 4 ? (number, 0, 0) : ages && number is >= 0 and <= 120 ? (AgesCountFrom - number, 0, 0) : default;
    }

    private static int Full(ReadOnlySpan<char> year)
    {
        var number = int.Parse(year, NumberStyles.None, CultureInfo.InvariantCulture);
        return year.Length > 2 ? number : number < CenturyFrom ? 2000 + number : 1900 + number;
    }

    private static string? Digits(string text) => string.Concat(text.Where(char.IsAsciiDigit)) is { Length: 8 } digits ? digits : null;

    private static int Number(Match match, string group) => match.Groups[group] is { Success: true, Length: > 0 } found ? int.Parse(found.ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture) : 0;

    [GeneratedRegex(@"^(?<y>[0-9]{4})([-/. ](?<m>[0-9]{1,2})([-/. ](?<d>[0-9]{1,2}))?|(?<m>[0-9]{2})(?<d>[0-9]{2}))?([T ].*)?$", RegexOptions.CultureInvariant)]
    private static partial Regex YearFirst();

    [GeneratedRegex(@"^(?<a>[0-9]{1,2})[-/. ](?<b>[0-9]{1,2})[-/. ](?<y>[0-9]{4}|[0-9]{2})([T ].*)?$", RegexOptions.CultureInvariant)]
    private static partial Regex YearLast();

    [GeneratedRegex(@"^(?<d>[0-9]{1,2})?[-/. ]*(?<n>[A-Za-z]{3,9})[-/., ]*((?<d>[0-9]{1,2})[, ]+)?(?<y>[0-9]{4}|[0-9]{2})$", RegexOptions.CultureInvariant)]
    private static partial Regex Worded();
}
