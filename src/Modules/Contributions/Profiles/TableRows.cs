using System.Collections.Frozen;
using System.Runtime.CompilerServices;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Files;

namespace Spmis.Contributions.Profiles;

/// <summary>Rows under headings: finds the headings, reads labels and values above them, and names the cells of each row.</summary>
internal static class TableRows
{
    public const string Unended = " It is the last line and has no line end: the file may have been cut off.";
    private const int MostAbove = 40;

    public static TabularFormat Format(IReadOnlyList<ProfileField> fields) => new() { Columns = [.. fields.Select(f => new TabularColumn(f.Name, f.Heading, [.. f.Aliases]))] };

    public static async IAsyncEnumerable<ProfileRow> ReadAsync(Profile profile, IAsyncEnumerable<CellRow> rows, List<LineProblem> warnings, TextCells? text, [EnumeratorCancellation] CancellationToken ct)
    {
        var format = profile.Lines.Headings;
        var above = new AboveHeadings(profile);
        FrozenDictionary<string, int>? columns = null;
        string[] headings = [];
        await foreach (var row in rows.WithCancellation(ct))
        {
            if (row.Blank)
            {
                continue;
            }

            if (columns is not null)
            {
                yield return Row(profile, row, columns, headings, text is null);
            }
            else if (profile.Head is null || AreHeadings(format, row.Cells))
            {
                headings = row.Problem is null ? row.Cells : throw new Refused("file.header", $"Line {row.Line}, the header, cannot be read: {row.Problem.Text} {row.Problem.Remedy}", "file");
                columns = TabularHeadings.Match(headings, format, row.Line, warnings);
                text?.Settle();
                if (above.Row(row.Line) is { } head)
                {
                    yield return head;
                }
            }
            else
            {
                above.Take(row);
            }
        }

        if (columns is null)
        {
            throw above.Rows == 0
                ? new Refused("file.empty", "The file has no line with text in it; was it saved and sent to the end?", "file")
                : new Refused("file.header", $"No row of headings was found: {string.Join(", ", format.Columns.Where(c => c.Required).Select(c => c.Name))} are needed.", "file");
        }
    }

    private static bool AreHeadings(TabularFormat format, string[] cells) =>
        cells.Count(c => TabularHeadings.Find(format, c) is not null) * 2 >= format.Columns.Count(c => c.Required) && cells.Count(c => TabularHeadings.Find(format, c) is not null) >= 3;

    private static ProfileRow Row(Profile profile, CellRow row, FrozenDictionary<string, int> columns, string[] headings, bool sheet)
    {
        var (cells, problem, column) = (row.Cells, row.Problem, (string?)null);
        if (problem is null && row.Formulas.Where(f => f.Column < headings.Length && columns.Values.Contains(f.Column)).ToList() is { Count: > 0 } formulas)
        {
            column = headings[formulas[0].Column];
            problem = new("cell.formula", $"{string.Join(", ", formulas.Select(f => f.Place))} {(formulas.Count == 1 ? "is" : "are")} worked out by a formula; what it gives may have changed since anybody looked.", "Copy the cells and paste them as values.");
        }
        else if (problem is null && cells.Length != headings.Length && !sheet)
        {
            // Also when the values too many are blank: a comma in an amount (12,50) before blank columns would shift them unseen.
            problem = new("line.values", $"The line has {cells.Length} values, the header {headings.Length}.", "Put a value that holds the separator into quotation marks, and write one for every column, empty ones too.");
        }
        else if (problem is null && Array.Exists(cells, c => c.StartsWith("TOTAL", StringComparison.OrdinalIgnoreCase) && c.TrimEnd(':', 'S', 's', ' ').Length <= "GRAND TOTAL".Length) && Unnamed(profile, cells, columns))
        {
            problem = new("line.totals-row", "This is a row of totals, not a worker.", "Delete the row; the totals are worked out here.");
        }

        return ProfileRow.Of(profile.Lines, row.Line, row.Raw, columns, cells, problem, column);
    }

    /// <summary>Whether the row says nothing of whom it is.</summary>
    private static bool Unnamed(Profile profile, string[] cells, FrozenDictionary<string, int> columns) => !profile.Lines.Fields.Exists(f =>
        f.Role is FieldRoles.WorkerNumber or FieldRoles.MemberNumber or FieldRoles.NationalId or FieldRoles.OtherId && columns.TryGetValue(f.Name, out var at) && at < cells.Length && cells[at].Any(char.IsDigit));

    /// <summary>Labels with their values above the headings.</summary>
    private sealed class AboveHeadings(Profile profile)
    {
        private readonly List<ProfileField> fields = profile.Head?.Fields ?? [];
        private readonly Dictionary<string, string> values = new(StringComparer.Ordinal);

        public int Rows { get; private set; }

        public void Take(CellRow row)
        {
            if (++Rows > MostAbove)
            {
                throw new Refused("file.header", $"The first {MostAbove} rows have no row of headings; {string.Join(", ", profile.Lines.Fields.Where(f => f.Heading).Select(f => f.Name))} are needed.", "file");
            }

            for (var at = 0; at < row.Cells.Length; at++)
            {
                // One cell "LABEL: value", or a label and the next filled cell.
                var parts = row.Cells[at].Split(':', 2, StringSplitOptions.TrimEntries);
                if (profile.Head is { } head && TabularHeadings.Find(head.Headings, parts[0]) is { } label)
                {
                    values[label.Name] = parts is [_, { Length: > 0 } beside] ? beside : row.Cells.Skip(at + 1).FirstOrDefault(c => c.Length > 0) ?? "";
                }
            }
        }

        public ProfileRow? Row(long line) => profile.Head is not { } head ? null
            : ProfileRow.Of(head, line, "", fields.Select((f, i) => (f.Name, i)).ToDictionary(p => p.Name, p => p.i), [.. fields.Select(f => values.GetValueOrDefault(f.Name, ""))], null);
    }
}
