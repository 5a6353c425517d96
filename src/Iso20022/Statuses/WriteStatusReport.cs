namespace Spmis.Iso20022.Statuses;

/// <summary>Writes pain.002 as a stream, for agencies of our own and for tests.</summary>
public static class WriteStatusReport
{
    /// <summary>Writes a report. The lines come as a reader would give them: the file's status first if there is one, each batch followed by its payments.</summary>
    public static Task WriteAsync(Stream target, StatusReportVersion version, StatusReport report, IAsyncEnumerable<StatusLine> lines, CancellationToken ct) => throw new NotSupportedException();
}
