using Spmis.Values;

namespace Spmis.Kernel.Files;

/// <summary>Reads the values of one line, gathering everything that is wrong with it, so that a person mends a line once.</summary>
/// <param name="row">The line.</param>
public sealed class RowFields(TabularRow row)
{
    private readonly List<LineProblem> problems = row.Problem is null ? [] : [row.Problem];

    private delegate FieldProblem? Reader<T>(string text, out T value);

    /// <summary>Everything wrong so far.</summary>
    public IReadOnlyList<LineProblem> Problems => problems;

    /// <summary>Whether nothing is wrong so far.</summary>
    public bool Ok => problems.Count == 0;

    /// <summary>Text of at most so many characters.</summary>
    public string? Text(string column, int maxLength, bool required = false) =>
        Read(column, required, (string text, out string value) => ReadField.Text(text, maxLength, out value), out var read) ? read : null;

    /// <summary>A day.</summary>
    public DateOnly? Date(string column, bool required = false) => Read<DateOnly>(column, required, ReadDate.Day, out var read) ? read : null;

    /// <summary>A day, a month or a year.</summary>
    public PartialDate? PartialDate(string column, bool required = false) => Read<PartialDate>(column, required, ReadDate.Partial, out var read) ? read : null;

    /// <summary>A month.</summary>
    public Month? Month(string column, bool required = false) => Read<Month>(column, required, ReadDate.Month, out var read) ? read : null;

    /// <summary>An amount of 0 or more.</summary>
    public Money? Money(string column, Currency currency, bool required = false) =>
        Read(column, required, (string text, out Money value) => ReadField.Amount(text, currency, out value), out var read) ? read : null;

    /// <summary>A whole number.</summary>
    public long? Integer(string column, long min, long max, bool required = false) =>
        Read(column, required, (string text, out long value) => ReadField.Integer(text, min, max, out value), out var read) ? read : null;

    /// <summary>One of several words.</summary>
    public T? Choice<T>(string column, IReadOnlyDictionary<string, T> allowed, bool required = false)
        where T : struct => Read(column, required, (string text, out T value) => ReadField.Choice(text, allowed, out value), out var read) ? read : null;

    /// <summary>A national or membership number, cleaned.</summary>
    public string? Number(string column, bool required = false) => Read<string>(column, required, ReadField.Number, out var read) ? read : null;

    /// <summary>A telephone number, cleaned.</summary>
    public string? Phone(string column, bool required = false) => Read<string>(column, required, ReadField.Phone, out var read) ? read : null;

    /// <summary>Adds what the importer itself found wrong.</summary>
    public void Refuse(string? column, string code, string text, string remedy) => problems.Add(Problem(column, new(code, text, remedy)));

    private bool Read<T>(string column, bool required, Reader<T> reader, out T value)
    {
        value = default!; // Not looked at when false is returned.
        if (row.Problem is not null)
        {
            return false; // The line could not be cut into values; saying of each that it is missing would not help.
        }

        var text = row[column];
        var problem = text.Length > 0 ? reader(text, out value)
            : required ? new FieldProblem("value.missing", "The value is missing.", "Fill it in.") : null;
        if (problem is not null)
        {
            problems.Add(Problem(column, problem));
        }

        return text.Length > 0 && problem is null;
    }

    private LineProblem Problem(string? column, FieldProblem problem)
    {
        return new(row.LineNumber, column, problem.Code, problem.Text, problem.Remedy, column is null ? null : LineProblem.Shown(row[column]));
    }
}
