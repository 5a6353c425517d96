using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Runs;

namespace Spmis.Contributions.Reminders;

/// <summary>What the run needs.</summary>
/// <param name="On">The day.</param>
public sealed record ReminderRunInput(DateOnly On);

/// <summary>Starts the run that makes reminders and stops those that are done with; one a day.</summary>
public sealed class RemindAll(ContributionsDb db)
{
    public const string RunKind = "contributions.reminders";

    /// <returns>The run; null when the day had its run.</returns>
    public async Task<long?> HandleAsync(Change change, CancellationToken ct)
    {
        var run = Run.Of(RunKind, $"{change.Today:yyyy-MM-dd}", $"Reminders of {change.Today:yyyy-MM-dd}", new ReminderRunInput(change.Today), change);
        if (await db.Runs.AnyAsync(r => r.Key == run.Key, ct))
        {
            return null;
        }

        db.Runs.Add(run);
        await db.SaveAsync(change, ct);
        return run.Id;
    }
}

/// <summary>Looks every hour whether the day had its run.</summary>
public sealed partial class DueReminders(IServiceScopeFactory scopes, TimeProvider time, ILogger<DueReminders> log) : BackgroundService
{
    private static readonly TimeSpan LookEach = TimeSpan.FromHours(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(LookEach, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await using var scope = scopes.CreateAsyncScope();
                await scope.ServiceProvider.GetRequiredService<RemindAll>().HandleAsync(new Change { Act = "reminders.make", Actor = Actor.System, Now = time.GetUtcNow().UtcDateTime }, stoppingToken);
            }
            catch (Exception failed) when (failed is not OperationCanceledException || !stoppingToken.IsCancellationRequested)
            {
                NotMade(failed); // The next look is soon; another process may have been first.
            }
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "Reminders could not be made; it is tried again in an hour.")]
    private partial void NotMade(Exception failed);
}
