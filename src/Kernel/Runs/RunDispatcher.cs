using Hangfire;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Spmis.Kernel.Data;
using Spmis.Kernel.Hosting;

namespace Spmis.Kernel.Runs;

/// <summary>Hands runs that nobody works on to Hangfire: new ones at once, those of a dead worker when its lease has run out, and at start all that were left.</summary>
/// <typeparam name="TDb">The owning module's database.</typeparam>
/// <param name="scopes">For a fresh context per look.</param>
/// <param name="jobs">Hangfire.</param>
/// <param name="signal">Rings for new runs.</param>
/// <param name="module">The module.</param>
/// <param name="log">Names the module only.</param>
public sealed partial class RunDispatcher<TDb>(IServiceScopeFactory scopes, IBackgroundJobClient jobs, RunSignal signal, ModuleOf<TDb> module, ILogger<RunDispatcher<TDb>> log) : BackgroundService
    where TDb : ModuleDb
{
    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan RequeueAfter = TimeSpan.FromMinutes(1);
    private readonly DateTime startedAt = TimeProvider.System.GetUtcNow().UtcDateTime;

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await DispatchAsync(stoppingToken);
                await signal.WaitAsync(module.Name, Poll, stoppingToken);
            }
            catch (Exception e) when (e is not OperationCanceledException || !stoppingToken.IsCancellationRequested)
            {
                // The runs stay in their table; a broken database is tried again.
                LogBroken(log, e, module.Name);
                await Task.Delay(Poll, stoppingToken);
            }
        }
    }

    private async Task DispatchAsync(CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<TDb>();
        var now = TimeProvider.System.GetUtcNow().UtcDateTime;
        var requeueBefore = now - RequeueAfter;
        var due = await db.Runs.AsNoTracking()
            .Where(r => r.FinishedAt == null && r.FailedAt == null && (r.LeaseUntil == null || r.LeaseUntil < now))
            .Where(r => r.QueuedAt == null || r.QueuedAt < startedAt || r.QueuedAt < requeueBefore)
            .OrderBy(r => r.Id).Take(200).Select(r => r.Id).ToListAsync(ct);
        if (due.Count == 0)
        {
            return;
        }

        foreach (var id in due)
        {
            jobs.Enqueue<RunJob>(module.Name, job => job.ExecuteAsync(module.Name, id, CancellationToken.None));
        }

        // Marked once Hangfire has them: what could not be handed out is due again at the next look. Handed out twice does no harm, the lease lets one in.
        await db.WriteAsync(() => db.Runs.Where(r => due.Contains(r.Id)).ExecuteUpdateAsync(s => s.SetProperty(r => r.QueuedAt, now), ct), ct);
        if (due.Count == 200)
        {
            signal.Set(module.Name);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The runs of {Module} could not be handed out; trying again")]
    private static partial void LogBroken(ILogger log, Exception e, string module);
}

/// <summary>The Hangfire job that does a run.</summary>
/// <param name="services">To find the module's executor.</param>
public sealed class RunJob(IServiceProvider services)
{
    /// <summary>Does one run of one module. Runs repeat themselves from their own rows, so Hangfire does not retry.</summary>
    [AutomaticRetry(Attempts = 0)]
    public Task ExecuteAsync(string module, long runId, CancellationToken ct) => services.GetRequiredKeyedService<IRunExecutor>(module).ExecuteAsync(runId, ct);
}
