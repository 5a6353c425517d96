using Spmis.Values;

namespace Spmis.Kernel.Files;

/// <summary>Reads the values of one line, gathering everything that is wrong with it, so that a person mends a line once.</summary>
/// <param name="row">The line.</param>
public sealed class RowFields(TabularRow row)
{
    private readonly List<LineProblem> problems = row.Problem is null ? [] : [row.Problem];

    /// <summary>Everything wrong so far.</summary>
    public IReadOnlyList<LineProblem> Problems => problems;

    /// <summary>Whether nothing is wrong so far.</summary>
    public bool Ok => problems.Count == 0;

    /// <summary>Text of at most so many characters.</summary>
    public string? Text(string column, int maxLength, bool required = false) => throw new NotSupportedException();

    /// <summary>A day.</summary>
    public DateOnly? Date(string column, bool required = false) => throw new NotSupportedException();

    /// <summary>A day, a month or a year.</summary>
    public PartialDate? PartialDate(string column, bool required = false) => throw new NotSupportedException();

    /// <summary>A month.</summary>
    public Month? Month(string column, bool required = false) => throw new NotSupportedException();

    /// <summary>An amount of 0 or more.</summary>
    public Money? Money(string column, Currency currency, bool required = false) => throw new NotSupportedException();

    /// <summary>A whole number.</summary>
    public long? Integer(string column, long min, long max, bool required = false) => throw new NotSupportedException();

    /// <summary>One of several words.</summary>
    public T? Choice<T>(string column, IReadOnlyDictionary<string, T> allowed, bool required = false) => throw new NotSupportedException();

    /// <summary>A national or membership number, cleaned.</summary>
    public string? Number(string column, bool required = false) => throw new NotSupportedException();

    /// <summary>A telephone number, cleaned.</summary>
    public string? Phone(string column, bool required = false) => throw new NotSupportedException();

    /// <summary>Adds what the importer itself found wrong.</summary>
    public void Refuse(string? column, string code, string text, string remedy) => throw new NotSupportedException();
}

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
