using System.Globalization;
using Spmis.Kernel.Files;

namespace Spmis.Registration.Calendars;

/// <summary>The calendar in which a document says a birth date.</summary>
public enum DocumentCalendar
{
    /// <summary>The world's civil calendar; what is kept and reckoned with.</summary>
    Gregorian,

    /// <summary>Ethiopian: twelve months of 30 days and one of 5 or 6.</summary>
    Ethiopian,

    /// <summary>Hijri by the tables of Umm al-Qura; a month seen elsewhere may begin a day sooner or later.</summary>
    Hijri,

    /// <summary>Nepali, Bikram Sambat.</summary>
    Nepali,
}

/// <summary>Reads and writes dates as documents of other calendars have them: year, month and day of that calendar, with dashes, as much as is known. The first Gregorian day it can be is what is kept.</summary>
public static class DocumentDate
{
    /// <summary>The words of files and APIs.</summary>
    public static IReadOnlyDictionary<string, DocumentCalendar> Words { get; } = Enum.GetValues<DocumentCalendar>().ToDictionary(c => c.ToString().ToLowerInvariant());

    /// <summary>1980-13-05, 1980-13 or 1980 in the calendar.</summary>
    /// <param name="text">What the document says.</param>
    /// <param name="calendar">The document's calendar.</param>
    /// <param name="date">The first Gregorian day it can be, and how much is known.</param>
    /// <returns>What is wrong; null when it was read.</returns>
    public static FieldProblem? Read(string text, DocumentCalendar calendar, out PartialDate date)
    {
        if (calendar == DocumentCalendar.Gregorian)
        {
            return ReadDate.Partial(text, out date);
        }

        date = default;
        var cells = text.Trim().Split('-');
        var numbers = new int[cells.Length];
        for (var i = 0; i < cells.Length; i++)
        {
            if (cells[i].Length != (i == 0 ? 4 : 2) || !int.TryParse(cells[i], NumberStyles.None, CultureInfo.InvariantCulture, out numbers[i]))
            {
                return Form(text);
            }
        }

        if (numbers.Length is 0 or > 3)
        {
            return Form(text);
        }

        var (year, month, day) = (numbers[0], numbers.ElementAtOrDefault(1), numbers.ElementAtOrDefault(2));
        var rules = Of(calendar);
        if (year < rules.FirstYear || year > rules.LastYear)
        {
            return new("date.calendar-year", $"Years {rules.FirstYear} to {rules.LastYear} of the {calendar} calendar can be read here, not {year}.", "Write the date in the Gregorian calendar instead.");
        }

        if (numbers.Length > 1 && (month < 1 || month > rules.Months))
        {
            return new("date.no-such-month", $"The {calendar} calendar has months 01 to {rules.Months:D2}, not {month:D2}.", "Correct the month; year, month and day stand in this order.");
        }

        var length = rules.Length(year, Math.Max(month, 1));
        if (numbers.Length > 2 && (day < 1 || day > length))
        {
            return new("date.no-such-day", $"Month {month:D2} of {year} has {length} days in the {calendar} calendar.", "Correct the day.");
        }

        date = new PartialDate(rules.ToGregorian(year, Math.Max(month, 1), Math.Max(day, 1)), numbers.Length switch { 1 => DatePrecision.Year, 2 => DatePrecision.Month, _ => DatePrecision.Day });
        return null;
    }

    /// <summary>A date as the document has it; null where the calendar's table does not reach.</summary>
    /// <param name="first">The first Gregorian day it can be.</param>
    /// <param name="precision">How much is known.</param>
    /// <param name="calendar">The document's calendar.</param>
    public static string? Write(DateOnly first, DatePrecision precision, DocumentCalendar calendar)
    {
        var said = calendar == DocumentCalendar.Gregorian ? (first.Year, first.Month, first.Day) : Of(calendar).FromGregorian(first);
        return said is not var (year, month, day) ? null : precision switch
        {
            DatePrecision.Day => string.Create(CultureInfo.InvariantCulture, $"{year:D4}-{month:D2}-{day:D2}"),
            DatePrecision.Month => string.Create(CultureInfo.InvariantCulture, $"{year:D4}-{month:D2}"),
            _ => string.Create(CultureInfo.InvariantCulture, $"{year:D4}"),
        };
    }

    private static FieldProblem Form(string text) => new("date.calendar-form", $"'{(text.Length > 40 ? text[..40] + "…" : text)}' is no date.", "Write year, month and day of the document's calendar with dashes, such as 1980-03-07; or 1980-03 or 1980 when no more is known.");

    private static CalendarRules Of(DocumentCalendar calendar) => calendar switch
    {
        DocumentCalendar.Ethiopian => EthiopianRules.It,
        DocumentCalendar.Hijri => HijriRules.It,
        DocumentCalendar.Nepali => NepaliRules.It,
        _ => throw new InvalidOperationException("The Gregorian calendar needs no conversion."),
    };
}

/// <summary>What is asked of a calendar.</summary>
internal abstract class CalendarRules
{
    public abstract int FirstYear { get; }

    public abstract int LastYear { get; }

    public abstract int Months { get; }

    public abstract int Length(int year, int month);

    /// <summary>Of a date that exists.</summary>
    public abstract DateOnly ToGregorian(int year, int month, int day);

    /// <summary>Null outside the years covered.</summary>
    public abstract (int Year, int Month, int Day)? FromGregorian(DateOnly date);
}

/// <summary>
/// Ethiopian calendar, era of mercy (Amete Mihret). Arithmetic of Reingold and Dershowitz, Calendrical Calculations (4th ed., 2018), chapter 4: the year 1 begins on 29 August 8 CE (Julian), which is day 2,796
/// counted from 1 January of the year 1 (Gregorian) as day 1; every fourth year, the one before a year divisible by four, has a sixth day in the thirteenth month.
/// </summary>
internal sealed class EthiopianRules : CalendarRules
{
    public static readonly EthiopianRules It = new();

    private const int Epoch = 2796;

    public override int FirstYear => 1850;

    public override int LastYear => 2190;

    public override int Months => 13;

    public override int Length(int year, int month) => month < 13 ? 30 : year % 4 == 3 ? 6 : 5;

    public override DateOnly ToGregorian(int year, int month, int day) => DateOnly.FromDayNumber(Day(year, month, day) - 1);

    public override (int Year, int Month, int Day)? FromGregorian(DateOnly date)
    {
        var day = date.DayNumber + 1;
        var year = ((4 * (day - Epoch)) + 1463) / 1461;
        var month = ((day - Day(year, 1, 1)) / 30) + 1;
        return year < FirstYear || year > LastYear ? null : (year, month, day - Day(year, month, 1) + 1);
    }

    private static int Day(int year, int month, int day) => Epoch - 1 + (365 * (year - 1)) + (year / 4) + (30 * (month - 1)) + day;
}

/// <summary>Hijri calendar by the tables of Umm al-Qura that .NET carries (1318 to 1500), the civil calendar of Saudi Arabia.</summary>
internal sealed class HijriRules : CalendarRules
{
    public static readonly HijriRules It = new();

    private static readonly UmAlQuraCalendar Table = new();

    public override int FirstYear => 1318;

    public override int LastYear => 1500;

    public override int Months => 12;

    public override int Length(int year, int month) => Table.GetDaysInMonth(year, month);

    public override DateOnly ToGregorian(int year, int month, int day) => DateOnly.FromDateTime(Table.ToDateTime(year, month, day, 0, 0, 0, 0));

    public override (int Year, int Month, int Day)? FromGregorian(DateOnly date)
    {
        var at = date.ToDateTime(TimeOnly.MinValue);
        return at < Table.MinSupportedDateTime || at > Table.MaxSupportedDateTime ? null : (Table.GetYear(at), Table.GetMonth(at), Table.GetDayOfMonth(at));
    }
}

/// <summary>
/// Bikram Sambat, the civil calendar of Nepal. Its months follow the sun's entry into the signs as the almanac committee publishes it, so no arithmetic gives them: this is the table of month lengths of 1978 to 2080
/// (13 April 1921 to 12 April 2024) as printed in the official calendars; later years are refused, because the tables about differ. Checked against days known in both calendars, such as the constitutions of
/// 2047-07-23 (9 November 1990) and 2072-06-03 (20 September 2015).
/// </summary>
internal sealed class NepaliRules : CalendarRules
{
    public static readonly NepaliRules It = new();

    private const int First = 1978;

    // One word a year, one digit a month: days over 29.
    private static readonly string[] Lengths = (
        "223222101011 223321101011 232321110012 222322011011 223222101011 223321101011 232321110012 222322011011 223222101011 232321101011 232321110012 222322101011 223222101011 232321101011 232321110102 "
        + "222322101011 223222101011 232321110011 232321110102 223222101011 223222101011 232321110012 132321110102 223222101011 223321101011 232321110012 132321110102 223222101011 223321101011 232321110012 "
        + "222322011002 223222101011 223321101011 232321110012 222322011011 223222101011 223321101011 232321110012 222322011011 223222101011 232321101011 232321110102 222322101011 223222101011 232321110011 "
        + "232321110102 222322101011 223222101011 232321110012 132321110102 223222101011 223231101011 232321110012 132321110102 223222101011 223321101011 232321110012 132322011002 223222101011 223321101011 "
        + "232321110012 222322011011 223222101011 223321101011 232321110012 222322011011 223222101011 232321101011 232321110012 222322101011 223222101011 232321110011 232321110102 222322101011 223222101011 "
        + "232321110011 232321110102 223222101011 223231101011 232321110012 132321110102 223222101011 223321101011 232321110012 132322010102 223222101011 223321101011 232321110012 222322011002 223222101011 "
        + "223321101011 232321110012 222322011011 223222101011 232321101011 232321110012 222322101011 223222101011 232321110011 232321110102 222322101011 223222101011 232321110011").Split(' ');

    /// <summary>Day numbers of the first day of each year, and of the day after the last.</summary>
    private static readonly int[] Starts = Sum();

    public override int FirstYear => First;

    public override int LastYear => First + Lengths.Length - 1;

    public override int Months => 12;

    public override int Length(int year, int month) => 29 + (Lengths[year - First][month - 1] - '0');

    public override DateOnly ToGregorian(int year, int month, int day)
    {
        var number = Starts[year - First] + day - 1;
        for (var m = 1; m < month; m++)
        {
            number += Length(year, m);
        }

        return DateOnly.FromDayNumber(number);
    }

    public override (int Year, int Month, int Day)? FromGregorian(DateOnly date)
    {
        var at = Array.BinarySearch(Starts, date.DayNumber);
        var index = at >= 0 ? at : ~at - 1;
        if (index < 0 || index >= Lengths.Length)
        {
            return null;
        }

        var (year, left, month) = (First + index, date.DayNumber - Starts[index], 1);
        while (left >= Length(year, month))
        {
            left -= Length(year, month++);
        }

        return (year, month, left + 1);
    }

    private static int[] Sum()
    {
        var starts = new int[Lengths.Length + 1];
        starts[0] = new DateOnly(1921, 4, 13).DayNumber;
        for (var i = 0; i < Lengths.Length; i++)
        {
            starts[i + 1] = starts[i] + Lengths[i].Sum(c => 29 + (c - '0'));
        }

        return starts;
    }
}
