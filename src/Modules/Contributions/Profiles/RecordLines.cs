using System.Runtime.CompilerServices;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Files;

namespace Spmis.Contributions.Profiles;

/// <summary>Lines without headings: values in a fixed order, pairs of code and value, or fixed places.</summary>
internal static class RecordLines
{
    public static async IAsyncEnumerable<ProfileRow> ReadAsync(Profile profile, Stream content, List<LineProblem> warnings, [EnumeratorCancellation] CancellationToken ct)
    {
        var columns = profile.Records.ToDictionary(r => r, r => (IReadOnlyDictionary<string, int>)r.Fields.Select((f, i) => (f.Name, i)).ToDictionary(p => p.Name, p => p.i, StringComparer.Ordinal));
        var lines = await TextLines.OpenAsync(content, ct);
        var any = false;
        while (await lines.NextAsync(ct))
        {
            if (lines.Encoded is { } encoded && !warnings.Contains(encoded))
            {
                warnings.Add(encoded);
            }

            // A file from a DOS program may end with its end-of-file mark.
            if (lines.Blank || lines.Text.Trim() == "\u001A")
            {
                continue;
            }

            any = true;
            var row = Row(profile, lines, columns);
            if (!lines.Ended && row.Row.Problem is null && row.Record.Kind == RecordKind.Line)
            {
                warnings.Add(new(lines.Number, null, "file.no-line-end", "The last line has no line end; if the file was cut off, its last value is not whole.", "Look at the end of this line, and send the whole file if something is missing."));
            }

            yield return row;
        }

        if (!any)
        {
            throw new Refused("file.empty", "The file has no line with text in it; was it saved and sent to the end?", "file");
        }
    }

    private static ProfileRow Row(Profile profile, TextLines lines, Dictionary<ProfileRecord, IReadOnlyDictionary<string, int>> columns)
    {
        var problem = lines.Problem;
        var (record, values) = (profile.Lines, Array.Empty<string>());
        if (problem is null)
        {
            (record, values, problem) = profile.Form switch
            {
                ProfileForm.Delimited => Delimited(profile, lines.Text),
                ProfileForm.Tagged => Tagged(profile, lines.Text),
                _ => Fixed(profile, lines.Text),
            };
        }

        problem = problem is not null && !lines.Ended ? problem with { Text = problem.Text + TableRows.Unended } : problem;
        return ProfileRow.Of(record, lines.Number, lines.Text, columns[record], values, problem);
    }

    private static (ProfileRecord Record, string[] Values, FieldProblem? Problem) Delimited(Profile profile, string line)
    {
        var record = profile.Lines;
        var values = DelimitedLine.Split(line, profile.Separator, out var problem) ?? [];
        var count = record.Fields.Count;
        if (problem is null && (values.Length < count || values.Skip(count).Any(v => v.Trim().Length > 0)))
        {
            problem = new("line.values", $"The line has {values.Length} values; {count} are needed, with {profile.Separator} between them.", "Write all values, empty ones too.");
        }

        return (record, values, problem);
    }

    private static (ProfileRecord Record, string[] Values, FieldProblem? Problem) Tagged(Profile profile, string line)
    {
        var cells = DelimitedLine.Split(line, profile.Separator, out var problem);
        if (cells is null)
        {
            return (profile.Lines, [], problem);
        }

        if (cells.Length > 0 && cells[^1].Trim().Length == 0 && cells.Length % 2 == 1)
        {
            cells = cells[..^1]; // A separator at the very end.
        }

        if (cells.Length % 2 == 1)
        {
            return (profile.Lines, [], new("line.pairs", $"The line has {cells.Length} values; code and value must come in pairs.", "Put text that holds a comma into quotation marks, and leave out a code that has no value."));
        }

        var record = profile.Records.Find(r => cells.Length > 1 && r.Fields[0].Name == cells[0].Trim() && Starts(r, cells[1].Trim()));
        if (record is null)
        {
            return (profile.Lines, [], new("line.record-unknown", $"No record begins like this; known are {string.Join(", ", profile.Records.Select(r => $"{r.Fields[0].Name},{r.Fields[0].Values[0]}"))}.", "Look whether the file is of another layout."));
        }

        var values = Enumerable.Repeat("", record.Fields.Count).ToArray();
        var seen = new HashSet<int>();
        for (var i = 0; i < cells.Length; i += 2)
        {
            var at = record.Fields.FindIndex(f => f.Name == cells[i].Trim());
            if (at < 0 || !seen.Add(at))
            {
                return (record, values, at < 0
                    ? new("line.code-unknown", $"Code {Short(cells[i])} does not belong to this record.", "Remove code and value, or look whether a comma is missing before it.")
                    : new("line.code-twice", $"Code {Short(cells[i])} stands twice.", "Keep one."));
            }

            values[at] = cells[i + 1].Trim();
        }

        return (record, values, null);
    }

    private static (ProfileRecord Record, string[] Values, FieldProblem? Problem) Fixed(Profile profile, string line)
    {
        var record = profile.Records.Count == 1 ? profile.Lines : profile.Records.Find(r => Starts(r, Slice(line, r.Fields[0]).Trim()));
        if (record is null)
        {
            return (profile.Lines, [], new("line.record-unknown", $"No record begins like this; known are {string.Join(", ", profile.Records.Select(r => r.Fields[0].Values[0]))}.", "Look whether the file is of another layout."));
        }

        var width = record.Fields.Max(f => f.At + f.Length - 1);
        var problem = line.Length > width && line[width..].Trim().Length > 0
            ? new FieldProblem("line.width", $"The line has {line.Length} characters; the record has {width}.", "Look for a value that is too long and moves all behind it.")
            : record.Fields.Where(f => f.Required && f.At > line.Length).Select(f => f.Name).FirstOrDefault() is { } missing
                ? new FieldProblem("line.width", $"The line ends after {line.Length} characters, before {missing}.", $"Write all {width} characters, blanks too.")
                : null;
        return (record, [.. record.Fields.Select(f => Slice(line, f).Trim())], problem);
    }

    private static bool Starts(ProfileRecord record, string value) => record.Fields[0].Values.Contains(value);

    private static string Slice(string line, ProfileField field) => field.At > line.Length ? "" : line.Substring(field.At - 1, Math.Min(field.Length, line.Length - field.At + 1));

    private static string Short(string text) => text.Length <= 30 ? text : text[..30] + "...";
}
