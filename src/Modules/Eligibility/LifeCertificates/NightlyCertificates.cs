using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Spmis.Eligibility.Schemes;
using Spmis.Kernel.Acts;

namespace Spmis.Eligibility.LifeCertificates;

/// <summary>
/// Every night a look at the life certificates. What fell due while the machine was off is found at the next look, since due days are kept; the run's key is the day, so neither a restart nor
/// a second process looks twice.
/// </summary>
/// <param name="scopes">For a database of its own.</param>
/// <param name="time">The clock.</param>
/// <param name="log">Where a night that could not be started is told.</param>
public sealed partial class NightlyCertificates(IServiceScopeFactory scopes, TimeProvider time, ILogger<NightlyCertificates> log) : BackgroundService
{
    private static readonly TimeSpan DueAt = TimeSpan.FromHours(2);
    private static readonly TimeSpan LookEach = TimeSpan.FromMinutes(10);

    /// <summary>Starts the look of the last night that was due, unless no package asks for certificates.</summary>
    /// <returns>The run; null when there was nothing to do.</returns>
    public static async Task<long?> StartDueAsync(IServiceProvider services, DateTime now, CancellationToken ct)
    {
        var due = DateTime.SpecifyKind(now.TimeOfDay >= DueAt ? now.Date + DueAt : now.Date.AddDays(-1) + DueAt, DateTimeKind.Utc);
        var (db, book) = (services.GetRequiredService<EligibilityDb>(), services.GetRequiredService<SchemeBook>());
        foreach (var scheme in await db.SchemesInForce.AsNoTracking().Select(s => s.Scheme).Distinct().OrderBy(s => s).Take(500).ToListAsync(ct))
        {
            if (await book.FindOnAsync(scheme, DateOnly.FromDateTime(due), ct) is { } found && CertificateRule.IsIn(found.Rules))
            {
                return await services.GetRequiredService<StartCertificates>().HandleAsync(new Change { Act = CertificatesWorker.RunKind, Actor = Actor.System, Now = due }, ct);
            }
        }

        return null;
    }

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
                // The next look is soon; the database may be down, or another process was first.
                NotStarted(failed);
            }
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "The nightly look at life certificates could not be started; it is tried again in ten minutes.")]
    private partial void NotStarted(Exception failed);
}
