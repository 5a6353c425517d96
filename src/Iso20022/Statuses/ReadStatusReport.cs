namespace Spmis.Iso20022.Statuses;

/// <summary>Reads pain.002 as a stream: versions 03 and 10, and dialects derived from them.</summary>
public sealed class ReadStatusReport : IDisposable
{
    private ReadStatusReport(MessageName message, StatusReport report) => (Message, Report) = (message, report);

    /// <summary>Which message it is.</summary>
    public MessageName Message { get; }

    /// <summary>The head.</summary>
    public StatusReport Report { get; }

    /// <summary>Reads the head.</summary>
    /// <exception cref="MessageRefused">It is not a pain.002 we read, or broken.</exception>
    public static Task<ReadStatusReport> OpenAsync(Stream source, ReadLimits limits, CancellationToken ct) => throw new NotSupportedException();

    /// <summary>Reads the statuses in the order of the file, the file's own first; once.</summary>
    /// <exception cref="MessageRefused">The XML is broken or ends too early.</exception>
    public IAsyncEnumerable<StatusLine> ReadAsync(CancellationToken ct) => throw new NotSupportedException();

    /// <inheritdoc />
    public void Dispose() => GC.SuppressFinalize(this);
}
