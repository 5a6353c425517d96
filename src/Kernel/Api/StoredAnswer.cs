using Spmis.Kernel.Data;

namespace Spmis.Kernel.Api;

/// <summary>The answer given to a write under an Idempotency-Key: the same key gets the same answer, also after a crash.</summary>
public sealed class StoredAnswer : IKernelRow
{
    /// <summary>The client's key.</summary>
    public required string Key { get; init; }

    /// <summary>Whose key it is.</summary>
    public required string Client { get; init; }

    /// <summary>SHA-256 of method, path and body, hexadecimal.</summary>
    public required string RequestHash { get; init; }

    /// <summary>HTTP status.</summary>
    public required int Status { get; init; }

    /// <summary>JSON body; null when there was none. Sealed (<see cref="Secrets.ColumnKeys"/>) where the endpoint says that it tells what is sealed.</summary>
    public string? Body { get; init; }

    /// <summary>Location header; null when there was none.</summary>
    public string? Location { get; init; }

    /// <summary>When it was given.</summary>
    public required DateTime At { get; init; }
}
