using System.Globalization;
using Spmis.Kernel.Files;

namespace Spmis.Registration.Persons;

/// <summary>A birth date in as many digits as are known.</summary>
public static class BirthText
{
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
