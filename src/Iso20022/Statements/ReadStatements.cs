namespace Spmis.Iso20022.Statements;

/// <summary>Reads camt.053 and camt.054 as a stream: versions 02, 04 and 08.</summary>
public sealed class ReadStatements : IDisposable
{
    private ReadStatements(MessageName message, StatementKind kind, StatementFile file) => (Message, Kind, File) = (message, kind, file);

    /// <summary>Which message it is.</summary>
    public MessageName Message { get; }

    /// <summary>Statement or notification.</summary>
    public StatementKind Kind { get; }

    /// <summary>The head.</summary>
    public StatementFile File { get; }

    /// <summary>The proofs of the statements read so far; complete once all lines were read.</summary>
    public IReadOnlyList<BalanceCheck> Checks { get; } = [];

    /// <summary>Problems of the file: totals that do not fit. Complete once all lines were read.</summary>
    public IReadOnlyList<MessageProblem> Problems { get; } = [];

    /// <summary>Reads the head.</summary>
    /// <exception cref="MessageRefused">It is not a message we read, or broken.</exception>
    public static Task<ReadStatements> OpenAsync(Stream source, ReadLimits limits, CancellationToken ct) => throw new NotSupportedException();

    /// <summary>Reads the lines in the order of the file; once.</summary>
    /// <exception cref="MessageRefused">The XML is broken or ends too early.</exception>
    public IAsyncEnumerable<StatementLine> ReadAsync(CancellationToken ct) => throw new NotSupportedException();

    /// <inheritdoc />
    public void Dispose() => GC.SuppressFinalize(this);
}
