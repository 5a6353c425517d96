using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;

namespace Spmis.Kernel.Data;

/// <summary>SQLite lets one writer in at a time and makes the others poll; this queue lets them in by turn at once. Servers need none.</summary>
internal static class WriteLane
{
    private static readonly ConcurrentDictionary<string, SemaphoreSlim> Lanes = new(StringComparer.Ordinal);

    public static async Task<IDisposable> EnterAsync(DbContext db, CancellationToken ct)
    {
        if (!db.Database.IsSqlite())
        {
            return Open.Instance;
        }

        var lane = Lanes.GetOrAdd(db.Database.GetConnectionString() ?? "", _ => new SemaphoreSlim(1, 1));
        await lane.WaitAsync(ct);
        return new Held(lane);
    }

    private sealed class Held(SemaphoreSlim lane) : IDisposable
    {
        public void Dispose() => lane.Release();
    }

    private sealed class Open : IDisposable
    {
        public static readonly Open Instance = new();

        public void Dispose()
        {
        }
    }
}
