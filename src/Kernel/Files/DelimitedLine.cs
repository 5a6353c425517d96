using System.Text;

namespace Spmis.Kernel.Files;

/// <summary>Cuts one line into values (RFC 4180, without line breaks inside a value).</summary>
internal static class DelimitedLine
{
    /// <summary>The values, or null and what is wrong.</summary>
    public static string[]? Split(string line, char delimiter, out FieldProblem? problem)
    {
        problem = null;
        if (!line.Contains('"', StringComparison.Ordinal))
        {
            return line.Split(delimiter);
        }

        var values = new List<string>();
        for (var at = 0; ;)
        {
            var start = at;
            while (start < line.Length && line[start] == ' ' && delimiter != ' ')
            {
                start++;
            }

            if (start < line.Length && line[start] == '"')
            {
                var value = Quoted(line, start, delimiter, out at, out problem);
                if (value is null)
                {
                    return null;
                }

                values.Add(value);
            }
            else
            {
                // A quotation mark inside a plain value is taken as it is: 5" pipe.
                var stop = line.IndexOf(delimiter, at);
                values.Add(stop < 0 ? line[at..] : line[at..stop]);
                at = stop < 0 ? line.Length : stop;
            }

            if (at >= line.Length)
            {
                return [.. values];
            }

            at++; // The delimiter. At the very end of the line it opens one more, empty value.
            if (at == line.Length)
            {
                values.Add("");
                return [.. values];
            }
        }
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
