using Microsoft.EntityFrameworkCore;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Data;

namespace Spmis.Kernel.Runs;

/// <summary>Stops a run at its next chunk.</summary>
public static class CancelRun
{
    /// <summary>Asks it to stop and saves that; what is committed stays.</summary>
    /// <exception cref="Refused">There is no such run, it has ended, or it carries out what was approved.</exception>
    public static async Task RunAsync(ModuleDb db, IEnumerable<IRunWorker> workers, long id, Change change, CancellationToken ct)
    {
        var run = await db.Runs.SingleOrDefaultAsync(r => r.Id == id, ct) ?? throw new Refused("run.unknown", $"There is no run {id} in {db.Module}.");
        if (workers.Any(w => w.Kind == run.Kind && !w.MayStop))
        {
            throw new Refused("run.not-stopped", $"'{run.Title}' carries out what was approved and is not stopped half way. What it did is put right by an act of its own once it has ended.");
        }

        if (run.FinishedAt is not null || run.FailedAt is not null)
        {
            throw new Refused("run.ended", $"'{run.Title}' has ended already.");
        }

        (run.CancelledAt, run.CancelledBy) = (run.CancelledAt ?? change.Now, run.CancelledBy ?? change.Actor.Name);
        db.RecordBulk(change, nameof(Run), $"{id}", new { run.Title, run.Done, run.Total });
        await db.SaveAsync(change, ct);
    }
}

/// <summary>Lets a failed run go on behind its last committed chunk, after the cause was mended.</summary>
public static class ResumeRun
{
    /// <summary>Hands it to a worker again.</summary>
    /// <exception cref="Refused">There is no such run, or it has not failed.</exception>
    public static async Task RunAsync(ModuleDb db, RunSignal signal, long id, Change change, CancellationToken ct)
    {
        var run = await db.Runs.SingleOrDefaultAsync(r => r.Id == id, ct) ?? throw new Refused("run.unknown", $"There is no run {id} in {db.Module}.");
        if (run.FailedAt is null)
        {
            throw new Refused("run.not-failed", $"'{run.Title}' has not failed.");
        }

        db.RecordBulk(change, nameof(Run), $"{id}", new { run.Title, run.Done, run.Total, run.Problem });
        (run.FailedAt, run.Problem, run.QueuedAt, run.LeaseUntil) = (null, null, null, null);
        await db.SaveAsync(change, ct);
        signal.Set(db.Module);
    }
}
