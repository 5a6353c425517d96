using System.Text;

namespace Spmis.Kernel.Files;

/// <summary>Cuts one line into values (RFC 4180, without line breaks inside a value).</summary>
public static class DelimitedLine
{
    /// <summary>The values, or null and what is wrong. A separator of several characters (<c>#~#</c>) knows no quotation marks.</summary>
    public static string[]? Split(string line, string separator, out FieldProblem? problem)
    {
        problem = null;
        return separator.Length == 1 ? Split(line, separator[0], out problem) : line.Split(separator);
    }

    /// <summary>The values, or null and what is wrong.</summary>
    public static string[]? Split(string line, char delimiter, out FieldProblem? problem)
    {
        problem = null;
        if (!line.Contains('"', StringComparison.Ordinal))
        {
            return line.Split(delimiter);
        }

        var values = new List<string>();
        for (var at = 0; ; at++)
        {
            var value = Value(line, delimiter, ref at, out problem);
            if (value is null)
            {
                return null;
            }

            // Behind a delimiter at the very end of the line stands one more, empty value.
            values.Add(value);
            if (at >= line.Length)
            {
                return [.. values];
            }
        }
    }

    /// <summary>The value that begins at a place; the place moves to the delimiter behind it, or to the line's end.</summary>
    private static string? Value(string line, char delimiter, ref int at, out FieldProblem? problem)
    {
        var start = at;
        while (start < line.Length && line[start] == ' ' && delimiter != ' ')
        {
            start++;
        }

        if (start < line.Length && line[start] == '"')
        {
            return Quoted(line, start, delimiter, out at, out problem);
        }

        // A quotation mark inside a plain value is taken as it is: 5" pipe.
        problem = null;
        start = at;
        var stop = line.IndexOf(delimiter, at);
        at = stop < 0 ? line.Length : stop;
        return line[start..at];
    }

    private static string? Quoted(string line, int start, char delimiter, out int at, out FieldProblem? problem)
    {
        var value = new StringBuilder();
        problem = null;
        at = start + 1;
        while (true)
        {
            var mark = line.IndexOf('"', at);
            if (mark < 0)
            {
                problem = new("line.quote-open", $"The quotation mark at character {start + 1} is not closed on the line.", "Close it, or write two quotation marks for one inside a value; line breaks inside a value are not read.");
                return null;
            }

            value.Append(line, at, mark - at);
            at = mark + 1;
            if (at < line.Length && line[at] == '"')
            {
                value.Append('"');
                at++;
                continue;
            }

            while (at < line.Length && line[at] == ' ' && delimiter != ' ')
            {
                at++;
            }

            if (at == line.Length || line[at] == delimiter)
            {
                return value.ToString();
            }

            problem = new("line.quote-inside", $"After the closing quotation mark at character {mark + 1} more text follows.", "Write two quotation marks for one inside a value.");
            return null;
        }
    }
}
