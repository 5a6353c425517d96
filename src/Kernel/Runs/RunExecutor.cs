using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Data;

namespace Spmis.Kernel.Runs;

/// <summary>Takes the lease of a run, applies its chunks one transaction each, and closes it. Called by Hangfire; safe to call twice.</summary>
/// <typeparam name="TDb">The owning module's database.</typeparam>
/// <param name="scopes">For a fresh scope per chunk.</param>
/// <param name="log">No personal data goes in.</param>
public sealed partial class RunExecutor<TDb>(IServiceScopeFactory scopes, ILogger<RunExecutor<TDb>> log) : IRunExecutor
    where TDb : ModuleDb
{
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(2);

    /// <summary>Does the run to its end, or to where it is cancelled or fails.</summary>
    public async Task ExecuteAsync(long runId, CancellationToken ct)
    {
        var run = await TakeLeaseAsync(runId, ct);
        if (run is null)
        {
            return;
        }

        var fence = run.Fence;
        try
        {
            await using var outer = scopes.CreateAsyncScope();
            var worker = outer.ServiceProvider.GetServices<IRunWorker>().SingleOrDefault(w => w.Kind == run.Kind)
                ?? throw new InvalidOperationException($"Nobody here does runs of kind {run.Kind}.");
            await foreach (var chunk in worker.ChunksAsync(run, ct))
            {
                if (!await ApplyAsync(runId, fence, chunk, ct))
                {
                    return;
                }
            }

            await CloseAsync(runId, fence, r => r.FinishedAt = r.CancelledAt ?? Now(), ct);
        }
        catch (Refused refused) when (refused.Code != "changed-meanwhile")
        {
            LogRefused(log, runId, run.Kind, refused.Code);
            await CloseAsync(runId, fence, r => (r.FailedAt, r.Problem) = (Now(), refused.Message), ct);
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            // The process stops in good order: give the run back, so that the next start goes on at once.
            await CloseAsync(runId, fence, r => r.QueuedAt = null, CancellationToken.None);
            throw;
        }
        catch (Exception e)
        {
            LogBroken(log, e, runId, run.Kind);
            await CloseAsync(runId, fence, r => (r.FailedAt, r.Problem) = (Now(), $"Stopped at '{r.Checkpoint ?? "the start"}': {e.GetType().Name}: {e.Message}. Nothing after that point was applied; mend the cause and resume the run."), ct);
            throw;
        }
    }

    private async Task<Run?> TakeLeaseAsync(long runId, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<TDb>();
        var now = Now();
        var taken = 0;
        await db.WriteAsync(
            async () => taken = await db.Runs
                .Where(r => r.Id == runId && r.FinishedAt == null && r.FailedAt == null && (r.LeaseUntil == null || r.LeaseUntil < now))
                .ExecuteUpdateAsync(s => s.SetProperty(r => r.LeaseUntil, now + Lease).SetProperty(r => r.Fence, r => r.Fence + 1), ct),
            ct);
        return taken == 0 ? null : await db.Runs.AsNoTracking().SingleAsync(r => r.Id == runId, ct);
    }

    private async Task<bool> ApplyAsync(long runId, int fence, RunChunk chunk, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<TDb>();
        var goOn = true;
        await db.WriteAsync(
            async () =>
            {
                var run = await db.Runs.SingleAsync(r => r.Id == runId, ct);
                if (run.Fence != fence)
                {
                    goOn = false; // Somebody else took over while this worker was thought dead.
                    return;
                }

                if (run.CancelledAt is not null)
                {
                    (run.FinishedAt, run.LeaseUntil, goOn) = (Now(), null, false);
                }
                else
                {
                    var step = new RunStep(run, run.Change());
                    await chunk.ApplyAsync(scope.ServiceProvider, step, ct);
                    await db.BulkInsertAsync(step.Lines, ct);
                    (run.Checkpoint, run.LeaseUntil) = (chunk.Checkpoint, Now() + Lease);
                }

                await db.SaveAsync(run.Change(), ct);
            },
            ct);
        return goOn;
    }

    private async Task CloseAsync(long runId, int fence, Action<Run> close, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<TDb>();
        await db.WriteAsync(
            async () =>
            {
                var run = await db.Runs.SingleAsync(r => r.Id == runId, ct);
                if (run.Fence == fence)
                {
                    close(run);
                    run.LeaseUntil = null;
                    await db.SaveAsync(run.Change(), ct);
                }
            },
            ct);
    }

    // Leases and progress follow the machine's clock, never the business time of the change.
    private static DateTime Now() => TimeProvider.System.GetUtcNow().UtcDateTime;

    [LoggerMessage(Level = LogLevel.Warning, Message = "Run {RunId} ({Kind}) was refused: {Code}")]
    private static partial void LogRefused(ILogger log, long runId, string kind, string code);

    [LoggerMessage(Level = LogLevel.Error, Message = "Run {RunId} ({Kind}) broke off")]
    private static partial void LogBroken(ILogger log, Exception e, long runId, string kind);
}

/// <summary>The executor of one module, for the job that calls it by module name.</summary>
public interface IRunExecutor
{
    /// <summary>Does a run to its end.</summary>
    Task ExecuteAsync(long runId, CancellationToken ct);
}
