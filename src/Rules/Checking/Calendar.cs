using Spmis.Values;

namespace Spmis.Rules.Checking;

/// <summary>Time arithmetic of the language. What falls out of the calendar is null: nobody can tell.</summary>
internal static class Calendar
{
    private const long MostMonths = 12_000;
    private const long MostDays = 400_000;

    public static DateOnly? AddMonths(DateOnly day, long months) => Math.Abs(months) <= MostMonths && InRange((day.Year * 12L) + day.Month - 1 + months) ? day.AddMonths((int)months) : null;

    public static DateOnly? SubtractMonths(DateOnly day, long months) => AddMonths(day, -months);

    public static DateOnly? AddDays(DateOnly day, long days) => Math.Abs(days) <= MostDays && day.DayNumber + days is >= 0 and < 1_095_000 ? day.AddDays((int)days) : null;

    public static DateOnly? SubtractDays(DateOnly day, long days) => AddDays(day, -days);

    public static Month? ShiftMonth(Month month, long months) => Math.Abs(months) <= MostMonths && InRange((month.Year * 12L) + month.Number - 1 + months) ? month.Add((int)months) : null;

    public static Month? ShiftMonthBack(Month month, long months) => ShiftMonth(month, -months);

    public static long DaysBetween(DateOnly from, DateOnly to) => to.DayNumber - from.DayNumber;

    public static long DaysSince(DateOnly later, DateOnly earlier) => later.DayNumber - earlier.DayNumber;

    public static long MonthsBetween(Month from, Month to) => to.MonthsSince(from);

    public static long MonthsSince(Month later, Month earlier) => later.MonthsSince(earlier);

    /// <summary>Whole months that have passed; the last day of a shorter month completes a month begun on a day it does not have.</summary>
    public static long CompletedMonths(DateOnly from, DateOnly to)
    {
        if (to < from)
        {
            return -CompletedMonths(to, from);
        }

        var months = ((to.Year - from.Year) * 12) + to.Month - from.Month;
        return from.AddMonths(months) > to ? months - 1 : months;
    }

    /// <summary>Months begun: one day late is one month.</summary>
    public static long StartedMonths(DateOnly from, DateOnly to)
    {
        if (to <= from)
        {
            return 0;
        }

        var completed = CompletedMonths(from, to);
        return from.AddMonths((int)completed) < to ? completed + 1 : completed;
    }

    public static long CompletedYears(DateOnly from, DateOnly to) => CompletedMonths(from, to) / 12;

    public static long AgeAt(DateOnly birth, DateOnly day) => CompletedMonths(birth, day);

    /// <summary>An age is reached at the end of the day before the birthday (US: 20 CFR 404.2; Japan: Act on Calculation of Ages).</summary>
    public static long? AgeAtEve(DateOnly birth, DateOnly day) => birth > DateOnly.MinValue ? CompletedMonths(birth.AddDays(-1), day) : null;

    public static Month? MonthOf(DateOnly day) => day.Year is >= 1900 and <= 2999 ? Month.Of(day) : null;

    public static long YearOf(DateOnly day) => day.Year;

    public static long YearOfMonth(Month month) => month.Year;

    public static long QuarterOf(DateOnly day) => ((day.Month - 1) / 3) + 1;

    public static long QuarterOfMonth(Month month) => ((month.Number - 1) / 3) + 1;

    public static long MonthNumber(DateOnly day) => day.Month;

    public static long MonthNumberOfMonth(Month month) => month.Number;

    public static DateOnly FirstDay(Month month) => month.First;

    public static DateOnly LastDay(Month month) => month.Last;

    public static DateOnly? NthDay(Month month, long day) => day is < 1 or > 31 ? null : month.First.AddDays((int)Math.Min(day, DateTime.DaysInMonth(month.Year, month.Number)) - 1);

    public static DateOnly? DateOf(long year, long month, long day) =>
        year is >= 1900 and <= 2999 && month is >= 1 and <= 12 && day >= 1 && day <= DateTime.DaysInMonth((int)year, (int)month) ? new DateOnly((int)year, (int)month, (int)day) : null;

    public static DateOnly? NextWorkingDay(WorkCalendar calendar, DateOnly day) => calendar.Next(day);

    public static DateOnly? PreviousWorkingDay(WorkCalendar calendar, DateOnly day) => calendar.Previous(day);

    public static long Same(long count) => count;

    public static long Years(long count) => checked(count * 12);

    private static bool InRange(long months) => months is >= 1900 * 12 and < 3000 * 12;
}
