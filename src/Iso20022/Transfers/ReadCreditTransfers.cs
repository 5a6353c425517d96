namespace Spmis.Iso20022.Transfers;

/// <summary>One payment as found in a file.</summary>
public sealed record CreditTransferRead
{
    /// <summary>Line of the file where it starts.</summary>
    public required int Line { get; init; }

    /// <summary>The PmtInf it lies in; null when that one could not be read.</summary>
    public CreditTransferBatch? Batch { get; init; }

    /// <summary>The payment; null when <see cref="Problem"/> says why.</summary>
    public CreditTransfer? Transfer { get; init; }

    /// <summary>The payment's number as written, also when the rest could not be read.</summary>
    public string? EndToEndId { get; init; }

    /// <summary>What is wrong with it.</summary>
    public MessageProblem? Problem { get; init; }
}

/// <summary>Reads pain.001 as a stream.</summary>
public sealed class ReadCreditTransfers : IDisposable
{
    private ReadCreditTransfers(MessageName message, CreditTransferFile file) => (Message, File) = (message, file);

    /// <summary>Which message it is.</summary>
    public MessageName Message { get; }

    /// <summary>The head.</summary>
    public CreditTransferFile File { get; }

    /// <summary>Problems of the file: totals that do not fit. Complete once all payments were read.</summary>
    public IReadOnlyList<MessageProblem> Problems { get; } = [];

    /// <summary>Reads the head.</summary>
    /// <exception cref="MessageRefused">It is not a pain.001 we read, or broken.</exception>
    public static Task<ReadCreditTransfers> OpenAsync(Stream source, ReadLimits limits, CancellationToken ct) => throw new NotSupportedException();

    /// <summary>Reads the payments in the order of the file; once.</summary>
    /// <exception cref="MessageRefused">The XML is broken or ends too early.</exception>
    public IAsyncEnumerable<CreditTransferRead> ReadAsync(CancellationToken ct) => throw new NotSupportedException();

    /// <inheritdoc />
    public void Dispose() => GC.SuppressFinalize(this);
}
