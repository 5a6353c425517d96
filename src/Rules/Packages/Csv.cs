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
        var (cells, cell, quoted, line, start) = (new List<string>(), new StringBuilder(), false, 1, 1);
        for (var i = 0; i <= text.Length; i++)
        {
            var c = i < text.Length ? text[i] : '\n';
            if (quoted && i < text.Length)
            {
                if (c == '"' && i + 1 < text.Length && text[i + 1] == '"')
                {
                    cell.Append(text[i++]);
                }
                else if (c == '"')
                {
                    quoted = false;
                }
                else
                {
                    cell.Append(c);
                }
            }
            else if (quoted)
            {
                throw new SchemeErrors([new SchemeError(file, start, 1, "A quoted text never ends.", "Close it with a double quote.")]);
            }
            else if (c == '"')
            {
                quoted = true;
            }
            else if (c == separator || c == '\n')
            {
                cells.Add(cell.ToString().Trim());
                cell.Clear();
            }
            else
            {
                cell.Append(c);
            }

            line += c == '\n' ? 1 : 0;
            if (c == '\n' && !quoted)
            {
                if (cells.Any(x => x.Length > 0))
                {
                    yield return new CsvRow(start, cells);
                }

                (cells, start) = ([], line);
            }
        }
    }
}

/// <summary>One row and the line it starts on.</summary>
internal sealed record CsvRow(int Line, IReadOnlyList<string> Cells);
