using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Spmis.Kernel.Acts;

namespace Spmis.Kernel.Hosting;

/// <summary>Looks again and again whether something is due. What fell due while the machine was off is found at the next look, for what is due is asked of the rows; a look that fails is told, and made again.</summary>
public abstract partial class ClockedLook(IServiceScopeFactory scopes, TimeProvider time, ILogger log) : BackgroundService
{
    /// <summary>How long it waits between two looks.</summary>
    protected virtual TimeSpan Each => TimeSpan.FromHours(1);

    /// <summary>The act's name in the history.</summary>
    protected abstract string Act { get; }

    /// <summary>One look, in a scope of its own.</summary>
    protected abstract Task LookAsync(IServiceProvider services, Change change, CancellationToken ct);

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Each, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await using var scope = scopes.CreateAsyncScope();
                await LookAsync(scope.ServiceProvider, new Change { Act = Act, Actor = Actor.System, Now = time.GetUtcNow().UtcDateTime }, stoppingToken);
            }
            catch (Exception failed) when (failed is not OperationCanceledException || !stoppingToken.IsCancellationRequested)
            {
                NotLooked(failed, Act, Each); // The database may be down, or another process was first.
            }
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "What is due by {act} could not be done; it is tried again in {each}.")]
    private partial void NotLooked(Exception failed, string act, TimeSpan each);
}
