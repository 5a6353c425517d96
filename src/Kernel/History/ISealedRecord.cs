using Microsoft.EntityFrameworkCore;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Data;

namespace Spmis.Kernel.History;

/// <summary>A record of who did what, whose rows are sealed in ranges: sealed by <see cref="SealRecords"/>, proved by <c>audit verify</c>. A module's history is one.</summary>
public interface ISealedRecord
{
    /// <summary>The module that keeps it.</summary>
    string Module { get; }

    /// <summary>What it is called.</summary>
    string Name { get; }

    /// <summary>Seals what was written since the last seal.</summary>
    /// <param name="now">Time of the seal.</param>
    /// <param name="ct">Cancels between ranges.</param>
    /// <returns>Rows sealed.</returns>
    /// <exception cref="Refused">A row is not as it was written.</exception>
    Task<int> SealAsync(DateTime now, CancellationToken ct);

    /// <summary>Proves that no row was edited, deleted or inserted, as far as it can be found.</summary>
    Task<HistoryVerdict> VerifyAsync(CancellationToken ct);

    /// <summary>The last seal's chain value in hex; null before the first seal.</summary>
    Task<string?> HeadAsync(CancellationToken ct);

    /// <summary>Whether a chain value that was kept elsewhere is one of this record's.</summary>
    Task<bool> KnowsAsync(byte[] chain, CancellationToken ct);
}

/// <summary>The history of a module.</summary>
/// <param name="db">Its database.</param>
internal sealed class ModuleHistory(ModuleDb db) : ISealedRecord
{
    public string Module => db.Module;

    public string Name => "history";

    public Task<int> SealAsync(DateTime now, CancellationToken ct) => SealHistory.RunAsync(db, now, ct);

    public Task<HistoryVerdict> VerifyAsync(CancellationToken ct) => VerifyHistory.RunAsync(db, ct);

    public Task<string?> HeadAsync(CancellationToken ct) => SealHistory.HeadAsync(db, ct);

    public Task<bool> KnowsAsync(byte[] chain, CancellationToken ct) => db.HistorySeals.AnyAsync(s => s.Chain == chain, ct);
}
