using System.Text;

namespace Spmis.Rules.Packages;

/// <summary>A CSV file of a package (RFC 4180; comma or semicolon, whichever the first line has).</summary>
internal sealed record Csv(IReadOnlyList<string> Columns, IReadOnlyList<CsvRow> Rows)
{
    public static Csv Read(string file, string text)
    {
        var first = text.Split('\n', 2)[0];
        var separator = first.Contains(';', StringComparison.Ordinal) && !first.Contains(',', StringComparison.Ordinal) ? ';' : ',';
        var rows = Split(file, text, separator).ToList();
        if (rows.Count == 0)
        {
            throw new SchemeErrors([new SchemeError(file, 1, 1, "The file is empty.", "The first line names the columns.")]);
        }

        var columns = rows[0].Cells;
        foreach (var row in rows.Skip(1).Where(r => r.Cells.Count != columns.Count))
        {
            throw new SchemeErrors([new SchemeError(file, row.Line, 1, $"The row has {row.Cells.Count} cells, the first line {columns.Count}.", "Give every row as many cells; put texts with commas between double quotes.")]);
        }

        return new Csv(columns, [.. rows.Skip(1)]);
    }

    private static IEnumerable<CsvRow> Split(string file, string text, char separator)
    {
        var (cells, line, at) = (new List<string>(), 1, 0);
        var start = line;
        while (at <= text.Length)
        {
            cells.Add(Cell(file, text, separator, start, ref at, ref line));
            if (at < text.Length && text[at] == separator)
            {
                at++;
                continue;
            }

            if (cells.Any(c => c.Length > 0))
            {
                yield return new CsvRow(start, cells);
            }

            (cells, at, line) = ([], at + 1, line + 1);
            start = line;
        }
    }

    /// <summary>Reads up to the separator, the line's end or the end.</summary>
    private static string Cell(string file, string text, char separator, int start, ref int at, ref int line)
    {
        var cell = new StringBuilder();
        var quoted = false;
        for (; at < text.Length && (quoted || (text[at] != separator && text[at] != '\n')); at++)
        {
            line += text[at] == '\n' ? 1 : 0;
            if (text[at] != '"')
            {
                cell.Append(text[at]);
            }
            else if (quoted && at + 1 < text.Length && text[at + 1] == '"')
            {
                cell.Append(text[++at]);
            }
            else
            {
                quoted = !quoted;
            }
        }

        return quoted
            ? throw new SchemeErrors([new SchemeError(file, start, 1, "A quoted text never ends.", "Close it with a double quote.")])
            : cell.ToString().Trim();
    }
}

/// <summary>One row and the line it starts on.</summary>
internal sealed record CsvRow(int Line, IReadOnlyList<string> Cells);
