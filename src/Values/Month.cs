using System.Globalization;

namespace Spmis.Values;

/// <summary>A calendar month of the Gregorian calendar, stored and sent as the number yyyyMM.</summary>
public readonly record struct Month : IComparable<Month>
{
    /// <summary>A month of a year.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The month is not 1 to 12 or the year not 1900 to 2999.</exception>
    public Month(int year, int number)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(year, 1900);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(year, 2999);
        ArgumentOutOfRangeException.ThrowIfLessThan(number, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(number, 12);
        (Year, Number) = (year, number);
    }

    /// <summary>The year.</summary>
    public int Year { get; }

    /// <summary>1 to 12.</summary>
    public int Number { get; }

    /// <summary>yyyyMM, as stored.</summary>
    public int Code => (Year * 100) + Number;

    /// <summary>The first day.</summary>
    public DateOnly First => new(Year, Number, 1);

    /// <summary>The last day.</summary>
    public DateOnly Last => First.AddMonths(1).AddDays(-1);

    /// <summary>Reads yyyyMM.</summary>
    public static Month FromCode(int code) => new(code / 100, code % 100);

    /// <summary>The month a date lies in.</summary>
    public static Month Of(DateOnly date) => new(date.Year, date.Month);

    /// <summary>Reads "2026-03" (ISO 8601).</summary>
    public static bool TryParse(string? text, out Month month)
    {
        month = default;
        if (text is not { Length: 7 } || text[4] != '-'
            || !int.TryParse(text.AsSpan(0, 4), NumberStyles.None, CultureInfo.InvariantCulture, out var year)
            || !int.TryParse(text.AsSpan(5, 2), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            || year is < 1900 or > 2999 || number is < 1 or > 12)
        {
            return false;
        }

        month = new Month(year, number);
        return true;
    }

    /// <summary>Reads "2026-03" or refuses.</summary>
    /// <exception cref="FormatException">It is not such a month.</exception>
    public static Month Parse(string text) => TryParse(text, out var month)
        ? month
        : throw new FormatException($"'{text}' is no month; write year and month as 2026-03.");

    /// <summary>Months later (or earlier).</summary>
    public Month Add(int months) => Of(First.AddMonths(months));

    /// <summary>Whole months from <paramref name="earlier"/> to this one; negative when it lies later.</summary>
    public int MonthsSince(Month earlier) => ((Year - earlier.Year) * 12) + Number - earlier.Number;

    /// <inheritdoc />
    public int CompareTo(Month other) => Code.CompareTo(other.Code);

    /// <summary>Earlier.</summary>
    public static bool operator <(Month a, Month b) => a.Code < b.Code;

    /// <summary>Later.</summary>
    public static bool operator >(Month a, Month b) => a.Code > b.Code;

    /// <summary>Not later.</summary>
    public static bool operator <=(Month a, Month b) => a.Code <= b.Code;

    /// <summary>Not earlier.</summary>
    public static bool operator >=(Month a, Month b) => a.Code >= b.Code;

    /// <summary>"2026-03".</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Year:D4}-{Number:D2}");
}
