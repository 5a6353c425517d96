using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Spmis.Kernel.Acts;

namespace Spmis.Payments.Mapper;

/// <summary>Once a night (<c>Payments:Mapper:NightlyHour</c>, UTC) asks the mapper for payees without an address and tells it what it was not told yet.</summary>
public sealed partial class MapperClock(IServiceScopeFactory scopes, MapperSettings settings, TimeProvider time, ILogger<MapperClock> log) : BackgroundService
{
    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!settings.IsOn || settings.NightlyHour is null)
        {
            return;
        }

        using var timer = new PeriodicTimer(TimeSpan.FromMinutes(10), time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await LookAsync(scopes, settings, time.GetUtcNow().UtcDateTime, stoppingToken);
            }
            catch (Exception failed) when (failed is not OperationCanceledException || !stoppingToken.IsCancellationRequested)
            {
                NotLooked(failed); // The next look is soon.
            }
        }
    }

    /// <summary>Starts what this night has not had yet.</summary>
    public static async Task LookAsync(IServiceScopeFactory scopes, MapperSettings settings, DateTime now, CancellationToken ct)
    {
        if (settings.NightlyHour is not { } hour || now.Hour < hour)
        {
            return;
        }

        await using var scope = scopes.CreateAsyncScope();
        var (db, change) = (scope.ServiceProvider.GetRequiredService<PaymentsDb>(), new Change { Act = ResolveAddresses.Act, Actor = Actor.System, Now = now });
        var key = MapperRuns.NightKey(change);
        if (await FreeAsync(db, ResolveWorker.RunKind, key, ct))
        {
            await scope.ServiceProvider.GetRequiredService<ResolveAddresses>().HandleAsync(new ResolveRequest { Nightly = true }, change, ct);
        }

        if (await FreeAsync(db, TellWorker.RunKind, key, ct))
        {
            await scope.ServiceProvider.GetRequiredService<TellMapper>().HandleAsync(new TellRequest(Nightly: true), change.As(TellMapper.Act), ct);
        }
    }

    private static async Task<bool> FreeAsync(PaymentsDb db, string kind, string key, CancellationToken ct) =>
        !await db.Runs.AnyAsync(r => r.Kind == kind && (r.Key == $"{kind}:{key}" || (r.FinishedAt == null && r.FailedAt == null)), ct);

    [LoggerMessage(1, LogLevel.Warning, "The account mapper could not be looked to; it is tried again.")]
    private partial void NotLooked(Exception failed);
}
