using System.Collections.Frozen;
using System.Globalization;
using System.Text;
using Spmis.Kernel.Acts;

namespace Spmis.Kernel.Files;

/// <summary>Finds an importer's columns among the headings of a file, however it was cut into values: CSV or a sheet.</summary>
public static class TabularHeadings
{
    /// <summary>Where each column of the format stands.</summary>
    /// <param name="headings">The headings as sent.</param>
    /// <param name="format">What is known.</param>
    /// <param name="lineNumber">The header's line, for the words.</param>
    /// <param name="warnings">Receives the columns nobody knows.</param>
    /// <exception cref="Refused">A column stands twice, or one that must be there is missing.</exception>
    public static FrozenDictionary<string, int> Match(string[] headings, TabularFormat format, long lineNumber, List<LineProblem> warnings)
    {
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
        return columns.ToFrozenDictionary(StringComparer.Ordinal);
    }

    /// <summary>The column a heading names; null when none.</summary>
    public static TabularColumn? Find(TabularFormat format, string heading) => Plain(heading) is { Length: > 0 } plain ? format.ByWord.GetValueOrDefault(plain) : null;

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
    internal static string Plain(string heading) => string.Concat(heading.Normalize(NormalizationForm.FormD)
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
