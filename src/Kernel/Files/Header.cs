using System.Collections.Frozen;
using Spmis.Kernel.Acts;

namespace Spmis.Kernel.Files;

/// <summary>Which column of the file is which of the importer's.</summary>
internal sealed record Header(char Delimiter, string[] Headings, FrozenDictionary<string, int> Columns)
{
    private static readonly char[] Delimiters = [',', ';', '\t', '|'];

    /// <summary>Understands the header line, or refuses.</summary>
    public static Header Read(string line, TabularFormat format, char? told, long lineNumber, List<LineProblem> warnings)
    {
        var delimiter = format.Delimiter ?? told ?? Delimiters.MaxBy(d => (Known: Cut(line, d, out _)?.Count(h => TabularHeadings.Find(format, h) is not null) ?? 0, Count: line.Count(c => c == d)));
        var headings = Cut(line, delimiter, out var problem)
            ?? throw new Refused("file.header", $"Line {lineNumber}, the header, cannot be read: {problem?.Text} {problem?.Remedy}", "file");
        return new(delimiter, headings, TabularHeadings.Match(headings, format, lineNumber, warnings));
    }

    /// <summary>For a file without header: the importer's columns in their order.</summary>
    public static Header Without(string firstLine, TabularFormat format)
    {
        var delimiter = format.Delimiter ?? Delimiters.MaxBy(d => (firstLine.Count(c => c == d) == format.Columns.Count - 1, firstLine.Count(c => c == d)));
        return new(delimiter, [.. format.Columns.Select(c => c.Name)], format.Columns.Select((c, i) => (c.Name, i)).ToFrozenDictionary(p => p.Name, p => p.i, StringComparer.Ordinal));
    }

    private static string[]? Cut(string line, char delimiter, out FieldProblem? problem) =>
        DelimitedLine.Split(line, delimiter, out problem)?.Select(h => h.Trim()).ToArray();
}
