using System.Text;
using System.Text.Unicode;

namespace Spmis.Kernel.Files;

/// <summary>A text file line by line, whatever its encoding and line ends, in memory that does not grow with it. For layouts that <see cref="TabularFile"/> does not know: tagged, fixed width, own separators.</summary>
public sealed class TextLines
{
    private static readonly Encoding Western = CodePagesEncodingProvider.Instance.GetEncoding(1252)!; // Always there: the provider lists it.

    private readonly ByteLines lines;
    private readonly int maxLineBytes;

    private TextLines(Stream source, int maxLineBytes) => (lines, this.maxLineBytes) = (new ByteLines(source, maxLineBytes), maxLineBytes);

    /// <summary>Number of the line now held, from 1.</summary>
    public long Number => lines.Number;

    /// <summary>The line; the beginning of it when it is too long.</summary>
    public string Text { get; private set; } = "";

    /// <summary>Whether there is nothing but blanks on it.</summary>
    public bool Blank => lines.Line.IndexOfAnyExcept((byte)' ', (byte)'\t') < 0;

    /// <summary>Whether a line end followed; a last line without one may have been cut off.</summary>
    public bool Ended => lines.Ended;

    /// <summary>Why the line cannot be read as it stands; null when it can.</summary>
    public FieldProblem? Problem { get; private set; }

    /// <summary>From which line on the file is not UTF-8 and was read as Windows-1252; null when it is UTF-8.</summary>
    public LineProblem? Encoded { get; private set; }

    /// <summary>Looks at the file's beginning. The stream stays the caller's.</summary>
    /// <param name="source">The file.</param>
    /// <param name="ct">Stops the reading.</param>
    /// <param name="maxLineBytes">Bytes a line may have.</param>
    /// <param name="swift">Whether a SWIFT message is welcome.</param>
    /// <exception cref="Acts.Refused">It is empty or no text.</exception>
    public static async Task<TextLines> OpenAsync(Stream source, CancellationToken ct, int maxLineBytes = 64 * 1024, bool swift = false) => new(await FileBeginning.CheckAsync(source, ct, swift), maxLineBytes);

    /// <summary>Goes to the next line. False at the end of the file.</summary>
    /// <param name="ct">Stops the reading.</param>
    /// <param name="keep">False only counts the line and does not decode it.</param>
    public async ValueTask<bool> NextAsync(CancellationToken ct, bool keep = true)
    {
        if (!await lines.NextAsync(keep, ct))
        {
            return false;
        }

        if (!keep)
        {
            return true;
        }

        Text = Decode();
        Problem = lines.TooLong ? new("line.too-long", $"The line has {lines.Length} bytes; {maxLineBytes} are allowed.", "Look for a missing line end, or for a quotation mark that took several lines for one.")
            : lines.Line.Contains((byte)0) ? new("line.nul", "The line has NUL characters: the file was damaged or is of another encoding.", "Save it as CSV (UTF-8) again.")
            : null;
        Text = lines.TooLong ? Text[..Math.Min(Text.Length, 200)] : Text;
        return true;
    }

    /// <summary>Line by line, so that nothing must be read twice: a line that is no UTF-8 is Windows-1252, which differs only beyond ASCII.</summary>
    private string Decode()
    {
        if (Utf8.IsValid(lines.Line) || lines.TooLong)
        {
            return Encoding.UTF8.GetString(lines.Line);
        }

        Encoded ??= new(lines.Number, null, "file.encoding", $"From line {lines.Number} on the file is not UTF-8 and is read as Windows-1252.", "Look whether names with accents are right; save it as UTF-8 next time.");
        return Western.GetString(lines.Line);
    }
}
