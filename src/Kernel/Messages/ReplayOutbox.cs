using Microsoft.EntityFrameworkCore;
using Spmis.Kernel.Data;

namespace Spmis.Kernel.Messages;

/// <summary>
/// Delivers a module's messages since a moment once more: after one module was restored from an older backup, it is caught up from the others' outboxes.
/// Whoever has applied a message remembers it and drops the repeat.
/// </summary>
public static class ReplayOutbox
{
    private const int Rows = 1_000;

    /// <summary>Puts what was delivered since then back into the queue, a thousand messages a transaction.</summary>
    /// <returns>How many.</returns>
    public static async Task<int> RunAsync(ModuleDb db, DateTime since, CancellationToken ct)
    {
        var all = 0;
        while (true)
        {
            var some = 0;
            await db.WriteAsync(
                async () => some = await db.Outbox.Where(o => o.DeliveredAt >= since).OrderBy(o => o.DeliveredAt).Take(Rows)
                    .ExecuteUpdateAsync(s => s.SetProperty(o => o.DeliveredAt, (DateTime?)null).SetProperty(o => o.NextAttemptAt, DateTime.UnixEpoch), ct),
                ct);
            all += some;
            if (some < Rows)
            {
                return all;
            }
        }
    }
}
