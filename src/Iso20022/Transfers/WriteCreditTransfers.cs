namespace Spmis.Iso20022.Transfers;

/// <summary>Writes pain.001 as a stream.</summary>
public static class WriteCreditTransfers
{
    /// <summary>Writes a file. Payments are asked for batch by batch, in order, and never held.</summary>
    public static Task WriteAsync(Stream target, CreditTransferVersion version, CreditTransferFile file, IReadOnlyList<CreditTransferBatch> batches, Func<CreditTransferBatch, IAsyncEnumerable<CreditTransfer>> transfers, TextRule rule, CancellationToken ct) => throw new NotSupportedException();
}
