using System.Collections.Frozen;
using System.Globalization;
using System.Text;
using Spmis.Kernel.Acts;

namespace Spmis.Kernel.Files;

/// <summary>Which column of the file is which of the importer's.</summary>
internal sealed record Header(char Delimiter, string[] Headings, FrozenDictionary<string, int> Columns)
{
    private static readonly char[] Delimiters = [',', ';', '\t', '|'];

    /// <summary>Understands the header line, or refuses.</summary>
    public static Header Read(string line, TabularFormat format, char? told, long lineNumber, List<LineProblem> warnings)
    {
        var delimiter = format.Delimiter ?? told ?? Delimiters.MaxBy(d => (Known: Cut(line, d, out _)?.Count(h => Find(format, h) is not null) ?? 0, Count: line.Count(c => c == d)));
        var headings = Cut(line, delimiter, out var problem)
            ?? throw new Refused("file.header", $"Line {lineNumber}, the header, cannot be read: {problem?.Text} {problem?.Remedy}", "file");
        var columns = new Dictionary<string, int>(StringComparer.Ordinal);
        var unknown = new List<string>();
        for (var i = 0; i < headings.Length; i++)
        {
            if (Find(format, headings[i]) is { } column)
            {
                if (!columns.TryAdd(column.Name, i))
                {
                    throw new Refused("file.column-twice", $"Columns {columns[column.Name] + 1} and {i + 1} ('{headings[columns[column.Name]]}', '{headings[i]}') are both {column.Name}; keep one.", "file");
                }
            }
            else if (headings[i].Length > 0)
            {
                unknown.Add(headings[i]);
            }
        }

        RefuseMissing(format, columns, unknown, headings);
        warnings.AddRange(unknown.Select(u => new LineProblem(lineNumber, Short(u), "file.column-unknown", $"The column '{Short(u)}' is not known and is not read.", "")));
        return new(delimiter, headings, columns.ToFrozenDictionary(StringComparer.Ordinal));
    }

    /// <summary>For a file without header: the importer's columns in their order.</summary>
    public static Header Without(string firstLine, TabularFormat format)
    {
        var delimiter = format.Delimiter ?? Delimiters.MaxBy(d => (firstLine.Count(c => c == d) == format.Columns.Count - 1, firstLine.Count(c => c == d)));
        return new(delimiter, [.. format.Columns.Select(c => c.Name)], format.Columns.Select((c, i) => (c.Name, i)).ToFrozenDictionary(p => p.Name, p => p.i, StringComparer.Ordinal));
    }

    private static string[]? Cut(string line, char delimiter, out FieldProblem? problem) =>
        DelimitedLine.Split(line, delimiter, out problem)?.Select(h => h.Trim()).ToArray();

    private static TabularColumn? Find(TabularFormat format, string heading)
    {
        var plain = Plain(heading);
        return plain.Length == 0 ? null : format.Columns.FirstOrDefault(c => Plain(c.Name) == plain || c.Aliases.Any(a => Plain(a) == plain));
    }

    private static void RefuseMissing(TabularFormat format, Dictionary<string, int> columns, List<string> unknown, string[] headings)
    {
        var missing = format.Columns.Where(c => c.Required && !columns.ContainsKey(c.Name)).ToArray();
        if (missing.Length == 0)
        {
            return;
        }

        var words = missing.Select(c => Nearest(c, unknown) is { } near ? $"{c.Name} (did you mean '{Short(near)}'?)" : c.Name);
        var seen = headings.Length == 1 ? $" The header seems to be one column only, '{Short(headings[0])}': separate columns with comma, semicolon, tab or bar." : "";
        throw new Refused("file.column-missing", $"The header, the file's first line, lacks {string.Join(", ", words)}.{seen}", "file");
    }

    private static string? Nearest(TabularColumn column, List<string> unknown) => unknown
        .Select(u => (Heading: u, Steps: column.Aliases.Append(column.Name).Min(n => Steps(Plain(n), Plain(u)))))
        .Where(c => c.Steps <= Math.Max(1, column.Name.Length / 3))
        .OrderBy(c => c.Steps)
        .Select(c => c.Heading)
        .FirstOrDefault();

    /// <summary>Letters and digits without accents, small: "Date-of birth" and "date_of_birth" are the same.</summary>
    private static string Plain(string heading) => string.Concat(heading.Normalize(NormalizationForm.FormD)
        .Where(c => char.IsLetterOrDigit(c) && CharUnicodeInfo.GetUnicodeCategory(c) != UnicodeCategory.NonSpacingMark)).ToLowerInvariant();

    private static string Short(string text) => LineProblem.Shown(text) + (text.Length > 60 ? "..." : "");

    /// <summary>Levenshtein distance.</summary>
    private static int Steps(string a, string b)
    {
        if (Math.Abs(a.Length - b.Length) > 20 || b.Length > 100)
        {
            return int.MaxValue;
        }

        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var corner = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var above = row[j];
                row[j] = Math.Min(Math.Min(row[j], row[j - 1]) + 1, corner + (a[i - 1] == b[j - 1] ? 0 : 1));
                corner = above;
            }
        }

        return row[^1];
    }
}
