using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Spmis.Kernel.Acts;

namespace Spmis.Registration.Duplicates;

/// <summary>
/// Every night a round over the records that changed. What fell due while the machine was off is started late, once: the run's key is the
/// night it was due, so neither a restart nor a second process starts it again.
/// </summary>
/// <param name="scopes">For a database of its own.</param>
/// <param name="time">The clock.</param>
/// <param name="log">Where a night that could not be started is told.</param>
public sealed partial class NightlyRounds(IServiceScopeFactory scopes, TimeProvider time, ILogger<NightlyRounds> log) : BackgroundService
{
    /// <summary>When the desks are closed, UTC.</summary>
    public static readonly TimeSpan DueAt = TimeSpan.FromHours(1);

    private static readonly TimeSpan LookEach = TimeSpan.FromMinutes(10);

    /// <summary>Starts the round of the last night that was due, unless it was started before or nobody changed.</summary>
    /// <returns>The run; null when there was nothing to do.</returns>
    public static async Task<long?> StartDueAsync(IServiceProvider services, DateTime now, CancellationToken ct)
    {
        var due = now.TimeOfDay >= DueAt ? now.Date + DueAt : now.Date.AddDays(-1) + DueAt;
        var db = services.GetRequiredService<RegistrationDb>();
        if (!await db.Persons.AnyAsync(p => p.LinkedVersion != p.Version && p.MergedIntoId == null, ct))
        {
            return null;
        }

        return await services.GetRequiredService<FindDuplicates>().HandleAsync(full: false, new Change { Act = "duplicates.find", Actor = Actor.System, Now = DateTime.SpecifyKind(due, DateTimeKind.Utc) }, ct);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(LookEach, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await using var scope = scopes.CreateAsyncScope();
                await StartDueAsync(scope.ServiceProvider, time.GetUtcNow().UtcDateTime, stoppingToken);
            }
            catch (Exception failed) when (failed is not OperationCanceledException || !stoppingToken.IsCancellationRequested)
            {
                // The next look is soon; the database may be down, or another process was first.
                NotStarted(failed);
            }
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "The nightly round of duplicate detection could not be started; it is tried again in ten minutes.")]
    private partial void NotStarted(Exception failed);
}
