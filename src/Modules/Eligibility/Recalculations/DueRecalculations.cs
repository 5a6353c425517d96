using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Spmis.Eligibility.Schemes;
using Spmis.Kernel.Acts;
using Spmis.Values;

namespace Spmis.Eligibility.Recalculations;

/// <summary>
/// Starts the recalculation that falls due when the day of an activation prepared ahead has come: awards go on as they were decided by the text before. The activations
/// are the list of what is due, so what fell due while the machine was off is started late, from its month on; once an activation.
/// </summary>
/// <param name="scopes">For a database of its own.</param>
/// <param name="time">The clock.</param>
/// <param name="log">Where one that could not be started is told.</param>
public sealed partial class DueRecalculations(IServiceScopeFactory scopes, TimeProvider time, ILogger<DueRecalculations> log) : BackgroundService
{
    private static readonly TimeSpan LookEach = TimeSpan.FromMinutes(10);

    /// <summary>Starts what is due on the day of <paramref name="now"/>. A scheme whose differences wait for a decision is looked at again later.</summary>
    /// <returns>How many were started.</returns>
    public static async Task<int> StartDueAsync(IServiceProvider services, DateTime now, CancellationToken ct)
    {
        var (db, start) = (services.GetRequiredService<EligibilityDb>(), services.GetRequiredService<StartRecalculation>());
        var change = new Change { Act = RecalculateWorker.RunKind, Actor = Actor.System, Now = now };
        var started = 0;
        foreach (var inForce in await DueAsync(db, change.Today, ct))
        {
            if (!await db.Recalculations.AnyAsync(r => r.Scheme == inForce.Scheme && r.FinishedAt != null && r.ApprovedAt == null && db.Proposals.Any(p => p.OpenSubject == ApproveRecalculation.Act + ":" + inForce.Scheme), ct)
                && !await db.Recalculations.AnyAsync(r => r.Scheme == inForce.Scheme && r.FinishedAt == null, ct))
            {
                await db.WriteAsync(() => start.AfterAsync(inForce, null, change, ct), ct);
                started++;
            }
        }

        return started;
    }

    /// <summary>Activations whose day has come since they were approved, that follow another text and were not reckoned since; the earliest of each scheme.</summary>
    private static async Task<List<SchemeInForce>> DueAsync(EligibilityDb db, DateOnly today, CancellationToken ct)
    {
        var come = await db.SchemesInForce.AsNoTracking()
            .Where(s => s.EffectiveFrom <= today && db.Packages.Any(p => p.Id == s.PackageId && p.Use != SchemeUse.Contributions) && db.SchemesInForce.Any(before => before.Scheme == s.Scheme && before.EffectiveFrom < s.EffectiveFrom))
            .Where(s => db.Awards.Any(a => a.Scheme == s.Scheme && a.ApprovedAt != null)).OrderBy(s => s.EffectiveFrom).ThenBy(s => s.Id)
            .Join(db.Packages, s => s.PackageId, p => p.Id, (s, p) => new { InForce = s, p.Use }).ToListAsync(ct);
        List<SchemeInForce> due = [];
        foreach (var (inForce, first) in come.Select(c => (c.InForce, StartRecalculation.FirstDecided(c.InForce.EffectiveFrom, c.Use))).OrderBy(c => c.InForce.EffectiveFrom).ThenBy(c => c.InForce.Id))
        {
            // A recalculation reckons by all texts known, so a later activation's counts when it looked at this month.
            if (first > Month.Of(DateOnly.FromDateTime(inForce.ActivatedAt)) && first.First <= today && !due.Exists(d => d.Scheme == inForce.Scheme) && !await db.Recalculations.AnyAsync(r => r.Scheme == inForce.Scheme && r.InForceId >= inForce.Id && r.FromMonth <= first && r.ThroughMonth >= first, ct))
            {
                due.Add(inForce);
            }
        }

        return due;
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

    [LoggerMessage(1, LogLevel.Warning, "A recalculation that is due could not be started; it is tried again in ten minutes.")]
    private partial void NotStarted(Exception failed);
}
