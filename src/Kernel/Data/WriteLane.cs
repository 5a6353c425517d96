using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;

namespace Spmis.Kernel.Data;

/// <summary>
/// One writer of a module at a time within a process, in turn. SQLite lets one writer in anyway and makes the others poll; on servers two transactions
/// that recount the same person's months would otherwise both delete and insert them. Processes side by side are kept apart by constraints and tried again.
/// </summary>
internal static class WriteLane
{
    private static readonly ConcurrentDictionary<string, SemaphoreSlim> Lanes = new(StringComparer.Ordinal);

    public static async Task<IDisposable> EnterAsync(ModuleDb db, CancellationToken ct)
    {
        var lane = Lanes.GetOrAdd($"{db.Module} {db.Database.GetConnectionString()}", _ => new SemaphoreSlim(1, 1));
        await lane.WaitAsync(ct);
        return new Held(lane);
    }

    private sealed class Held(SemaphoreSlim lane) : IDisposable
    {
        public void Dispose() => lane.Release();
    }
}
