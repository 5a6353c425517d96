using System.Globalization;
using Spmis.Kernel.Files;
using Spmis.Registration.Calendars;

namespace Spmis.Registration.Persons;

/// <summary>A birth date in as many digits as are known.</summary>
public static class BirthText
{
    /// <summary>As the person's document has it, in its calendar; null where it is Gregorian, unknown, or beyond the calendar's table.</summary>
    public static string? InDocument(Person p) => p.BornOn is { } born && p.BirthCalendar != DocumentCalendar.Gregorian ? DocumentDate.Write(born, p.BirthPrecision, p.BirthCalendar) : null;

    /// <summary>1990-02-28, 1990-02, 1990 or nothing.</summary>
    public static string? Of(DateOnly? born, DatePrecision precision) => born?.ToString(
        precision switch
        {
            DatePrecision.Day => "yyyy-MM-dd",
            DatePrecision.Month => "yyyy-MM",
            _ => "yyyy",
        },
        CultureInfo.InvariantCulture);
}
