using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Spmis.Kernel.Acts;

namespace Spmis.Eligibility.Claims;

/// <summary>Every night the claims that fall due are opened. Each look begins where the last one ended, so that nights on which the machine was off are made up for; the run's key is scheme and day, so neither a restart nor a second process opens twice.</summary>
/// <param name="scopes">For a database of its own.</param>
/// <param name="time">The clock.</param>
/// <param name="log">Where a night that could not be started is told.</param>
public sealed partial class NightlyClaims(IServiceScopeFactory scopes, TimeProvider time, ILogger<NightlyClaims> log) : BackgroundService
{
    private static readonly TimeSpan LookEach = TimeSpan.FromMinutes(10);

    /// <summary>Starts the looks of the day before, which is over.</summary>
    public static Task<IReadOnlyList<long>> StartDueAsync(IServiceProvider services, DateTime now, CancellationToken ct) =>
        services.GetRequiredService<OpenDueClaims>().HandleAsync(DateOnly.FromDateTime(now).AddDays(-1), null, new Change { Act = OpenDueWorker.RunKind, Actor = Actor.System, Now = now }, ct);

    /// <inheritdoc />
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
                NotStarted(failed); // The next look is soon; the database may be down, or another process was first.
            }
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "The nightly opening of claims could not be started; it is tried again in ten minutes.")]
    private partial void NotStarted(Exception failed);
}
