using Spmis.Kernel.Data;

namespace Spmis.Kernel.History;

/// <summary>A record of who did what, whose rows are sealed in ranges: sealed by the clock, proved by <c>audit verify</c>. A module's history is one.</summary>
public interface ISealedRecord
{
    /// <summary>The module that keeps it.</summary>
    string Module { get; }

    /// <summary>Seals what was written since the last seal.</summary>
    /// <param name="now">Time of the seal.</param>
    /// <param name="ct">Cancels between ranges.</param>
    /// <returns>Rows sealed.</returns>
    Task<int> SealAsync(DateTime now, CancellationToken ct);

    /// <summary>Proves that no sealed row was edited, deleted or inserted.</summary>
    Task<HistoryVerdict> VerifyAsync(CancellationToken ct);
}

/// <summary>The history of a module.</summary>
/// <param name="db">Its database.</param>
internal sealed class ModuleHistory(ModuleDb db) : ISealedRecord
{
    public string Module => db.Module;

    public Task<int> SealAsync(DateTime now, CancellationToken ct) => SealHistory.RunAsync(db, now, ct);

    public Task<HistoryVerdict> VerifyAsync(CancellationToken ct) => VerifyHistory.RunAsync(db, ct);
}
