using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OpenIddict.Abstractions;

namespace Spmis.Identity.Tokens;

/// <summary>Removes the rows of tokens that ran out more than a week ago and of sessions unused for three months, once a day; each token and sign-in leaves one. The history keeps the sign-ins.</summary>
internal sealed partial class PruneTokens(IServiceScopeFactory scopes, TimeProvider time, ILogger<PruneTokens> log) : BackgroundService
{
    private static readonly TimeSpan Each = TimeSpan.FromDays(1);
    private static readonly TimeSpan Keep = TimeSpan.FromDays(7);
    private static readonly TimeSpan KeepSessions = TimeSpan.FromDays(90);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Each, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await using var scope = scopes.CreateAsyncScope();
                await scope.ServiceProvider.GetRequiredService<IOpenIddictTokenManager>().PruneAsync(time.GetUtcNow() - Keep, stoppingToken);
                var limit = (time.GetUtcNow() - KeepSessions).UtcDateTime;
                var db = scope.ServiceProvider.GetRequiredService<IdentityDb>();
                await db.WriteAsync(() => db.Sessions.Where(s => s.SeenAt < limit).ExecuteDeleteAsync(stoppingToken), stoppingToken);
            }
            catch (Exception failed) when (failed is not OperationCanceledException || !stoppingToken.IsCancellationRequested)
            {
                NotPruned(failed); // Tomorrow is soon enough.
            }
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "Tokens and sessions that ran out could not be removed; it is tried again tomorrow.")]
    private partial void NotPruned(Exception failed);
}
