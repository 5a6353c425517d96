using Spmis.Kernel.Data;

namespace Spmis.Kernel.History;

/// <summary>
/// A seal over a range of history rows: the Merkle root of their digests, chained to the seal before. Rows are appended unchained, so writers
/// do not queue for one another; once sealed, an edited, deleted or inserted row no longer fits its root.
/// </summary>
public sealed class HistorySeal : IKernelRow
{
    /// <summary>Running number.</summary>
    public long Id { get; init; }

    /// <summary>First row of the range.</summary>
    public required long FromSeq { get; init; }

    /// <summary>Last row of the range.</summary>
    public required long ToSeq { get; init; }

    /// <summary>How many rows the range held.</summary>
    public required int Rows { get; init; }

    /// <summary>Merkle root over the digests, SHA-256.</summary>
    public required byte[] Root { get; init; }

    /// <summary>SHA-256 over the chain value of the seal before and this root.</summary>
    public required byte[] Chain { get; init; }

    /// <summary>When it was sealed.</summary>
    public required DateTime SealedAt { get; init; }
}
