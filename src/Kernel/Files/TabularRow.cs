namespace Spmis.Kernel.Files;

/// <summary>One line of a file: its values, or why it could not be cut into values.</summary>
public sealed class TabularRow
{
    private readonly IReadOnlyDictionary<string, int> columns;
    private readonly string[] values;

    internal TabularRow(long line, string raw, IReadOnlyDictionary<string, int> columns, string[] values, LineProblem? problem)
    {
        (LineNumber, Raw, this.columns, this.values, Problem) = (line, raw, columns, values, problem);
    }

    /// <summary>A row of a layout that its reader cut itself.</summary>
    /// <param name="line">Line of the file, from 1.</param>
    /// <param name="raw">The line as sent.</param>
    /// <param name="columns">Where each column is among the values.</param>
    /// <param name="values">The values.</param>
    /// <param name="problem">Why it could not be cut; then the values are not looked at.</param>
    public static TabularRow Of(long line, string raw, IReadOnlyDictionary<string, int> columns, string[] values, LineProblem? problem) => new(line, raw, columns, values, problem);

    /// <summary>Line of the file, from 1, the header being the first.</summary>
    public long LineNumber { get; }

    /// <summary>The line as sent, without its line end; the beginning of it when it was too long.</summary>
    public string Raw { get; }

    /// <summary>Why the line could not be cut into values; then every value is empty.</summary>
    public LineProblem? Problem { get; }

    /// <summary>The value of a column without blanks around it; empty when the file has no such column or the line leaves it blank.</summary>
    public string this[string column] => columns.TryGetValue(column, out var at) && at < values.Length ? FormulaGuard.TakeOff(values[at].Trim()) : "";

    /// <summary>Whether the file has the column.</summary>
    public bool Has(string column) => columns.ContainsKey(column);

    /// <summary>Reads values of this line as dates, amounts and so on, gathering what is wrong.</summary>
    public RowFields Fields() => new(this);
}
