using Spmis.Kernel.Files;

namespace Spmis.Contributions.Profiles;

/// <summary>A record of a file in the words of its profile. The columns of <paramref name="Row"/> are the names of the record's fields.</summary>
/// <param name="Record">Which record it is.</param>
/// <param name="Row">Its values.</param>
/// <param name="More">Further rows of the same worker's line.</param>
public sealed record ProfileRow(ProfileRecord Record, TabularRow Row, IReadOnlyList<TabularRow> More)
{
    /// <summary>Line of the file where it begins.</summary>
    public long Line => Row.LineNumber;

    /// <summary>All its rows.</summary>
    public IEnumerable<TabularRow> Rows => More.Prepend(Row);

    internal static ProfileRow Of(ProfileRecord record, long line, string raw, IReadOnlyDictionary<string, int> columns, string[] values, FieldProblem? problem, string? column = null) =>
        new(record, TabularRow.Of(line, raw, columns, values, problem is null ? null : new LineProblem(line, column, problem.Code, problem.Text, problem.Remedy, LineProblem.Shown(raw))), []);
}
