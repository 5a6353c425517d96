using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Spmis.Contributions.Copies;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Hosting;

namespace Spmis.Contributions.Recalculations;

/// <summary>
/// Starts the recalculation that falls due when the day of an activation has come and months it decides were assessed by another text. The activations themselves
/// are the list of what is due, so what fell due while the machine was off is started late; one an activation.
/// </summary>
public sealed class DueRecalculations(IServiceScopeFactory scopes, TimeProvider time, ILogger<DueRecalculations> log) : ClockedLook(scopes, time, log)
{
    /// <inheritdoc />
    protected override TimeSpan Each => TimeSpan.FromMinutes(10);

    /// <inheritdoc />
    protected override string Act => RecalculateWorker.RunKind;

    /// <summary>Starts what is due on the day of <paramref name="now"/>. A scheme whose differences wait for a decision is looked at again later.</summary>
    /// <returns>How many were started.</returns>
    public static async Task<int> StartDueAsync(IServiceProvider services, DateTime now, CancellationToken ct)
    {
        var (db, start) = (services.GetRequiredService<ContributionsDb>(), services.GetRequiredService<StartRecalculation>());
        var change = new Change { Act = RecalculateWorker.RunKind, Actor = Actor.System, Now = now };
        var today = change.Today;
        var inForce = await db.Set<SchemeInForce>().AsNoTracking().Where(s => s.Collects && s.EffectiveFrom <= today).OrderBy(s => s.EffectiveFrom).ThenBy(s => s.Id).ToListAsync(ct);
        var started = 0;
        foreach (var scheme in inForce.GroupBy(s => s.Scheme, StringComparer.Ordinal))
        {
            // One reckons to this month by all texts in force, so the later ones with it.
            var due = await FirstDueAsync(db, start, [.. scheme], ct);
            if (due is not null)
            {
                await db.WriteAsync(() => start.AddAsync(due, StartRecalculation.FirstDecided(due.EffectiveFrom), change, ct), ct);
                started++;
            }
        }

        return started;
    }

    /// <summary>The first activation that was not reckoned since its months came; again when returns were on their way while it was, and have come.</summary>
    private static async Task<SchemeInForce?> FirstDueAsync(ContributionsDb db, StartRecalculation start, IReadOnlyList<SchemeInForce> activations, CancellationToken ct)
    {
        var scheme = activations[0].Scheme;
        var made = await db.Set<Recalculation>().AsNoTracking().Where(r => r.Scheme == scheme && r.GivenUpAt == null).ToListAsync(ct);
        if (made.SingleOrDefault(r => r.OpenScheme is not null) is { } open)
        {
            return open is { FinishedAt: not null, Waiting: > 0 } && await start.WaitingAsync(scheme, open.FromMonth, open.ThroughMonth, ct) == 0 ? activations[^1] : null;
        }

        foreach (var inForce in activations)
        {
            var first = StartRecalculation.FirstDecided(inForce.EffectiveFrom);
            if (!made.Exists(r => r.InForceId >= inForce.Id && r.FromMonth <= first && r.ThroughMonth >= first) && await start.IsAssessedAsync(inForce, first, ct))
            {
                return inForce;
            }
        }

        return null;
    }

    /// <inheritdoc />
    protected override Task LookAsync(IServiceProvider services, Change change, CancellationToken ct) => StartDueAsync(services, change.Now, ct);
}
