using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace Spmis.Payments.Cycles;

/// <summary>
/// The days on which agencies pay: all but <c>Payments:Weekend</c> (names of days, "Saturday,Sunday" when left out) and <c>Payments:Holidays</c> (days as 2026-12-25, by comma).
/// Cut-off times are in the portal's time zone (<c>Portal:TimeZone</c>).
/// </summary>
public sealed class WorkingDays
{
    private const int MostDaysOff = 40;
    private readonly HashSet<DayOfWeek> weekend;
    private readonly HashSet<DateOnly> holidays;
    private readonly TimeZoneInfo zone;

    public WorkingDays(IConfiguration configuration)
    {
        weekend = [.. Split(configuration["Payments:Weekend"] ?? "Saturday,Sunday").Select(d => Enum.Parse<DayOfWeek>(d, ignoreCase: true))];
        holidays = [.. Split(configuration["Payments:Holidays"] ?? "").Select(d => DateOnly.ParseExact(d, "yyyy-MM-dd", CultureInfo.InvariantCulture))];
        zone = TimeZoneInfo.FindSystemTimeZoneById(configuration["Portal:TimeZone"] is { Length: > 0 } name ? name : "UTC");
        if (weekend.Count > 6)
        {
            throw new InvalidOperationException("Payments:Weekend leaves no day to pay on.");
        }
    }

    /// <summary>Whether agencies pay on a day.</summary>
    public bool IsWorking(DateOnly day) => !weekend.Contains(day.DayOfWeek) && !holidays.Contains(day);

    /// <summary>The day itself or the next on which agencies pay.</summary>
    public DateOnly OnOrAfter(DateOnly day) => Roll(day, 1);

    /// <summary>The day itself or the last before on which agencies pay.</summary>
    public DateOnly OnOrBefore(DateOnly day) => Roll(day, -1);

    /// <summary>So many working days after a day.</summary>
    public DateOnly After(DateOnly day, int workingDays)
    {
        for (day = OnOrAfter(day); workingDays > 0; workingDays--)
        {
            day = OnOrAfter(day.AddDays(1));
        }

        return day;
    }

    /// <summary>So many working days before a day.</summary>
    public DateOnly Before(DateOnly day, int workingDays)
    {
        for (day = OnOrBefore(day); workingDays > 0; workingDays--)
        {
            day = OnOrBefore(day.AddDays(-1));
        }

        return day;
    }

    /// <summary>
    /// The value date of a batch: the day wanted, moved to the working day before it (nobody waits longer for a weekend) unless the agency cannot make it by then; then the first it can.
    /// </summary>
    /// <param name="wanted">The cycle's.</param>
    /// <param name="releasedAt">When, UTC.</param>
    /// <param name="cutOff">What comes later counts the next working day.</param>
    /// <param name="workingDays">The agency needs so many.</param>
    public DateOnly ValueDate(DateOnly wanted, DateTime releasedAt, TimeOnly? cutOff, int workingDays)
    {
        var local = TimeZoneInfo.ConvertTimeFromUtc(DateTime.SpecifyKind(releasedAt, DateTimeKind.Utc), zone);
        var day = DateOnly.FromDateTime(local);
        var counts = cutOff is { } latest && IsWorking(day) && TimeOnly.FromDateTime(local) > latest ? day.AddDays(1) : day;
        var earliest = After(counts, workingDays);
        var meant = OnOrBefore(wanted);
        return meant >= earliest ? meant : earliest;
    }

    private DateOnly Roll(DateOnly day, int step)
    {
        for (var n = 0; n <= MostDaysOff; n++, day = day.AddDays(step))
        {
            if (IsWorking(day))
            {
                return day;
            }
        }

        throw new InvalidOperationException($"There are more than {MostDaysOff} days off in a row at {day:yyyy-MM-dd}; look at Payments:Holidays.");
    }

    private static string[] Split(string text) => text.Split([',', ';', ' '], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
