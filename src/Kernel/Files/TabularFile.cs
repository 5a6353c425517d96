namespace Spmis.Kernel.Files;

/// <summary>A delimited file read as a stream, in memory that does not grow with it.</summary>
public sealed class TabularFile
{
    private TabularFile(IReadOnlyList<string> headings) => Headings = headings;

    /// <summary>The headings as sent.</summary>
    public IReadOnlyList<string> Headings { get; }

    /// <summary>What is odd about the file but did not stop it: unknown columns, an older encoding. Complete once all rows were read.</summary>
    public IReadOnlyList<LineProblem> Warnings { get; } = [];

    /// <summary>Reads the head of a file. The stream stays the caller's.</summary>
    /// <exception cref="Acts.Refused">It is empty, a workbook, cut of columns it must have, or no table at all.</exception>
    public static Task<TabularFile> OpenAsync(Stream source, TabularFormat format, CancellationToken ct) => throw new NotSupportedException();

    /// <summary>Reads the lines in order; once. Blank lines are passed over but counted.</summary>
    /// <param name="afterLine">Go on after this line: earlier ones are only counted, not decoded.</param>
    /// <param name="ct">Stops the reading.</param>
    public IAsyncEnumerable<TabularRow> ReadAsync(long afterLine, CancellationToken ct) => throw new NotSupportedException();
}
