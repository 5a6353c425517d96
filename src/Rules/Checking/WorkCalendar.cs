namespace Spmis.Rules.Checking;

/// <summary>The country's weekend and holidays, as the package states them.</summary>
internal sealed class WorkCalendar(IReadOnlySet<DayOfWeek> weekend, IReadOnlySet<DateOnly> holidays)
{
    // Longer runs of days off than this are a mistake in the package; the roll stops there.
    private const int MostDaysOff = 40;

    public IReadOnlySet<DayOfWeek> Weekend => weekend;

    public IReadOnlySet<DateOnly> Holidays => holidays;

    public DateOnly? Next(DateOnly day) => Roll(day, 1);

    public DateOnly? Previous(DateOnly day) => Roll(day, -1);

    private DateOnly? Roll(DateOnly day, int step)
    {
        for (var i = 0; i <= MostDaysOff && day > DateOnly.MinValue.AddDays(1) && day < DateOnly.MaxValue.AddDays(-1); i++, day = day.AddDays(step))
        {
            if (!weekend.Contains(day.DayOfWeek) && !holidays.Contains(day))
            {
                return day;
            }
        }

        return null;
    }
}
