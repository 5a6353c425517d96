using System.Text;

namespace Spmis.Samples.Files;

/// <summary>RFC 4180 with a line feed: the shape every sample file has.</summary>
internal static class Csv
{
    private static readonly System.Buffers.SearchValues<char> Special = System.Buffers.SearchValues.Create(",\"\r\n");

    public static void Line(TextWriter to, params ReadOnlySpan<string> fields)
    {
        for (var i = 0; i < fields.Length; i++)
        {
            if (i > 0)
            {
                to.Write(',');
            }

            Field(to, fields[i]);
        }

        to.Write('\n');
    }

    /// <summary>Cuts a line that has no line feed inside its quotes.</summary>
    /// <exception cref="FormatException">A quote is not closed.</exception>
    public static IReadOnlyList<string> Cut(string line)
    {
        var fields = new List<string>();
        var field = new StringBuilder();
        var quoted = false;
        for (var i = 0; i < line.Length; i++)
        {
            switch (line[i])
            {
                case '"' when quoted && i + 1 < line.Length && line[i + 1] == '"':
                    field.Append('"');
                    i++;
                    break;
                case '"':
                    quoted = !quoted;
                    break;
                case ',' when !quoted:
                    fields.Add(field.ToString());
                    field.Clear();
                    break;
                default:
                    field.Append(line[i]);
                    break;
            }
        }

        if (quoted)
        {
            throw new FormatException("A quote is opened and not closed on this line: " + line);
        }

        fields.Add(field.ToString());
        return fields;
    }

    private static void Field(TextWriter to, string field)
    {
        if (field.AsSpan().IndexOfAny(Special) < 0)
        {
            to.Write(field);
            return;
        }

        to.Write('"');
        to.Write(field.Replace("\"", "\"\"", StringComparison.Ordinal));
        to.Write('"');
    }
}
