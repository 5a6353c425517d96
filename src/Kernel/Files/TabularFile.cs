using System.Runtime.CompilerServices;
using Spmis.Kernel.Acts;

namespace Spmis.Kernel.Files;

/// <summary>A delimited file read as a stream, in memory that does not grow with it. A spoiled line gets its verdict and spoils no other.</summary>
public sealed class TabularFile
{
    /// <summary>Stands behind every line: what an importer has as checkpoint once it read the whole file and passed on its warnings.</summary>
    public const long BehindAll = long.MaxValue;

    private const string NoLines = "file.no-lines";
    private const long HeaderLine = 1;

    private readonly List<LineProblem> warnings = [];
    private readonly TextLines lines;
    private readonly TabularFormat format;
    private Header header;
    private bool read;
    private bool any;
    private bool firstIsData;

    private TabularFile(TextLines lines, TabularFormat format)
    {
        this.format = format;
        this.lines = lines;
        header = new(',', [], System.Collections.Frozen.FrozenDictionary<string, int>.Empty);
    }

    /// <summary>The headings as sent.</summary>
    public IReadOnlyList<string> Headings => header.Headings;

    /// <summary>The delimiter found.</summary>
    public char Delimiter => header.Delimiter;

    /// <summary>What is odd about the file but did not stop it: unknown columns, an older encoding. Complete once all rows were read.</summary>
    public IReadOnlyList<LineProblem> Warnings => warnings;

    /// <summary>Reads the head of a file. The stream stays the caller's.</summary>
    /// <exception cref="Refused">It is empty, a workbook, lacks columns it must have, or is no table at all.</exception>
    public static async Task<TabularFile> OpenAsync(Stream source, TabularFormat format, CancellationToken ct)
    {
        var file = new TabularFile(await TextLines.OpenAsync(source, ct, format.MaxLineBytes), format);
        await file.ReadHeaderAsync(ct);
        return file;
    }

    /// <summary>Reads the lines in order; once. Blank lines are passed over but counted.</summary>
    /// <param name="afterLine">Go on after this line: earlier ones are only counted, not decoded.</param>
    /// <param name="ct">Stops the reading.</param>
    public async IAsyncEnumerable<TabularRow> ReadAsync(long afterLine, [EnumeratorCancellation] CancellationToken ct)
    {
        if (read)
        {
            throw new InvalidOperationException("The lines of a file are read once; open it again.");
        }

        read = true;
        if (firstIsData && lines.Number > afterLine)
        {
            yield return Row();
        }

        while (lines.Number < afterLine)
        {
            if (!await lines.NextAsync(ct, keep: false))
            {
                yield break;
            }
        }

        while (await lines.NextAsync(ct))
        {
            if (!lines.Blank)
            {
                yield return Row();
            }
        }

        if (!any && afterLine <= HeaderLine)
        {
            warnings.Add(new(lines.Number, null, NoLines, "The file has a header and no line.", "Was it saved and sent to the end?"));
        }
    }

    /// <summary>Reads the head of a file that must have something in it.</summary>
    /// <exception cref="Refused">It is no such table, or has a header and no line.</exception>
    public static async Task CheckAsync(Stream source, TabularFormat format, CancellationToken ct)
    {
        var file = await OpenAsync(source, format, ct);
        await foreach (var row in file.ReadAsync(0, ct))
        {
            _ = row; // One is enough.
            return;
        }

        throw new Refused(NoLines, "The file has a header and no line; was it saved and sent to the end?", "file");
    }

    private async Task ReadHeaderAsync(CancellationToken ct)
    {
        char? told = null;
        do
        {
            if (!await lines.NextAsync(ct))
            {
                throw new Refused("file.empty", "The file has no line with text in it; was it saved and sent to the end?", "file");
            }

            // Excel writes and reads "sep=;" as a first line of its own.
            if (IsSeparatorLine(lines.Text))
            {
                told = lines.Text[4];
            }
        }
        while (lines.Blank || (told is not null && IsSeparatorLine(lines.Text)));

        if (lines.Problem is { Code: "line.too-long" })
        {
            throw new Refused("file.no-lines", $"The first line has more than {format.MaxLineBytes} bytes, so this is no table in lines; a header and one line for each record are needed.", "file");
        }

        var text = lines.Text;
        Warn();
        firstIsData = !format.HasHeader;
        header = firstIsData ? Header.Without(text, format) : Header.Read(text, format, told, lines.Number, warnings);
    }

    private TabularRow Row()
    {
        any = true;
        var raw = lines.Text;
        Warn();
        if (lines.Problem is { } unreadable)
        {
            return Spoiled(raw, unreadable);
        }

        var values = DelimitedLine.Split(raw, header.Delimiter, out var problem);
        if (values is null)
        {
            return Spoiled(raw, problem!); // Not null when there are no values.
        }

        var expected = header.Headings.Length;
        // More values than the header are refused even when the last are blank: a comma in an amount (12,50) before blank columns would shift them unseen.
        if (values.Length != expected)
        {
            var cut = lines.Ended ? "" : " It is the last line and has no line end: the file may have been cut off.";
            return Spoiled(raw, new("line.values", $"The line has {values.Length} values, the header {expected}.{cut}", $"Put a value that holds the delimiter {Shown()} into quotation marks, and write one for every column, empty ones too."));
        }

        if (!lines.Ended)
        {
            warnings.Add(new(lines.Number, null, "file.no-line-end", "The last line has no line end; if the file was cut off, its last value is not whole.", "Look at the end of this line, and send the whole file if something is missing."));
        }

        return new TabularRow(lines.Number, raw, header.Columns, values, null);
    }

    private TabularRow Spoiled(string raw, FieldProblem problem) =>
        new(lines.Number, raw, header.Columns, [], new LineProblem(lines.Number, null, problem.Code, problem.Text, problem.Remedy, LineProblem.Shown(raw)));

    private string Shown() => header.Delimiter == '\t' ? "(tab)" : "'" + header.Delimiter + "'";

    private static bool IsSeparatorLine(string text) => text.Length == 5 && text.StartsWith("sep=", StringComparison.Ordinal);

    private void Warn()
    {
        if (lines.Encoded is { } encoded && !warnings.Contains(encoded))
        {
            warnings.Add(encoded);
        }
    }
}
