using System.Runtime.CompilerServices;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Files;

namespace Spmis.Contributions.Profiles;

/// <summary>Cuts a CSV into cells. Until the headings are found each row is cut by whichever separator shows most of the words known; then that one stays.</summary>
internal sealed class TextCells(Profile profile)
{
    private const int MaxLineBytes = 64 * 1024;
    private static readonly char[] Separators = [',', ';', '\t', '|'];
    private char separator = ',';
    private bool settled;

    /// <summary>The headings were in the row read last.</summary>
    public void Settle() => settled = true;

    public async IAsyncEnumerable<CellRow> ReadAsync(Stream content, List<LineProblem> warnings, [EnumeratorCancellation] CancellationToken ct)
    {
        var lines = await TextLines.OpenAsync(content, ct, MaxLineBytes);
        while (await lines.NextAsync(ct))
        {
            if (lines.Encoded is { } encoded && !warnings.Contains(encoded))
            {
                warnings.Add(encoded);
            }

            if (lines.Blank)
            {
                continue;
            }

            if (!settled && lines.Problem is { Code: "line.too-long" })
            {
                throw new Refused("file.no-lines", $"The first line has more than {MaxLineBytes} bytes, so this is no table in lines; a header and one line for each record are needed.", "file");
            }

            var row = Cut(lines);
            if (!lines.Ended && row.Problem is null)
            {
                warnings.Add(new(lines.Number, null, "file.no-line-end", "The last line has no line end; if the file was cut off, its last value is not whole.", "Look at the end of this line, and send the whole file if something is missing."));
            }

            yield return row;
        }
    }

    private CellRow Cut(TextLines lines)
    {
        if (!settled && lines.Text is ['s', 'e', 'p', '=', var told])
        {
            separator = told; // Excel writes and reads "sep=;" as a first line of its own.
            return new(lines.Number, lines.Text, [], null, []);
        }

        if (!settled)
        {
            separator = Separators.Prepend(separator).MaxBy(s => (DelimitedLine.Split(lines.Text, s, out _)?.Count(c => TabularHeadings.Find(profile.AllHeadings, c) is not null) ?? 0, lines.Text.Count(c => c == s)));
        }

        var problem = lines.Problem;
        var cells = problem is null ? DelimitedLine.Split(lines.Text, separator, out problem) : null;
        return new(lines.Number, lines.Text, cells is null ? [] : Array.ConvertAll(cells, c => c.Trim()), problem is not null && !lines.Ended ? problem with { Text = problem.Text + TableRows.Unended } : problem, []);
    }
}
