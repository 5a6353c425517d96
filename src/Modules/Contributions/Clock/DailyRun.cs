using Microsoft.EntityFrameworkCore;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Runs;

namespace Spmis.Contributions.Clock;

/// <summary>Runs of which a day has one, by the constraint on the run's key.</summary>
internal static class DailyRun
{
    /// <summary>Starts the day's run of a kind, unless it was started.</summary>
    /// <returns>The run; null when the day had it.</returns>
    public static async Task<long?> StartAsync(ContributionsDb db, string kind, string title, Func<DateOnly, object> input, Change change, CancellationToken ct)
    {
        var run = Of(kind, title, input, change);
        if (await db.Runs.AnyAsync(r => r.Key == run.Key, ct))
        {
            return null;
        }

        db.Runs.Add(run);
        await db.SaveAsync(change, ct);
        return run.Id;
    }

    /// <summary>Whether the day had its run of a kind: one look by the key, to be asked before anything that costs more.</summary>
    public static Task<bool> HadAsync(ContributionsDb db, string kind, Change change, CancellationToken ct)
    {
        var key = Of(kind, "", day => day, change).Key;
        return db.Runs.AnyAsync(r => r.Key == key, ct);
    }

    private static Run Of(string kind, string title, Func<DateOnly, object> input, Change change) => Run.Of(kind, $"{change.Today:yyyy-MM-dd}", $"{title} {change.Today:yyyy-MM-dd}", input(change.Today), change);
}
