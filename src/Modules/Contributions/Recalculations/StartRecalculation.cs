using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Spmis.Contributions.Copies;
using Spmis.Contributions.Record;
using Spmis.Contributions.Returns;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Runs;
using Spmis.Values;

namespace Spmis.Contributions.Recalculations;

/// <summary>Where the recalculation is.</summary>
/// <param name="RecalculationId">The recalculation.</param>
/// <param name="RunId">The run that makes it.</param>
public sealed record RecalculationStarted(long RecalculationId, long RunId);

/// <summary>Starts reckoning once more what was assessed, by the law as it is known now.</summary>
public sealed class StartRecalculation(ContributionsDb db)
{
    /// <summary>Starts it by hand. One that is open and waits for nobody is given up for it.</summary>
    /// <param name="scheme">The scheme's id.</param>
    /// <param name="from">First month; null for the first that the last activation decides.</param>
    /// <param name="change">Its month is the last one reckoned.</param>
    /// <param name="ct">Cancels.</param>
    /// <exception cref="Refused">No version collects, the months lie ahead, or differences wait for a decision.</exception>
    public async Task<RecalculationStarted> HandleAsync(string scheme, Month? from, Change change, CancellationToken ct)
    {
        RecalculationStarted? started = null;
        await db.WriteAsync(
            async () =>
            {
                var inForce = await db.Set<SchemeInForce>().AsNoTracking().Where(s => s.Scheme == scheme && s.Collects).OrderByDescending(s => s.Id).FirstOrDefaultAsync(ct)
                    ?? throw new Refused("scheme.not-in-force", $"No version of '{scheme}' that collects contributions is in force.", "scheme");
                if (await WaitsAsync(scheme, ct))
                {
                    throw new Refused("recalculation.open", $"Differences of '{scheme}' wait for a decision. Approve or reject them first.", "scheme");
                }

                started = await AddAsync(inForce, from ?? FirstDecided(inForce.EffectiveFrom), change, ct);
            },
            ct);
        return started ?? throw new InvalidOperationException("The transaction ended without an answer.");
    }

    /// <summary>Starts it by itself when an activation decides over months that were assessed by another text; otherwise there is nothing to do.</summary>
    internal async Task WhenAssessedAsync(SchemeInForce inForce, Change change, CancellationToken ct)
    {
        var first = FirstDecided(inForce.EffectiveFrom);
        if (first <= Month.Of(change.Today) && (await IsAssessedAsync(inForce, first, ct) || await db.Set<Contribution>().AnyAsync(c => c.Scheme == inForce.Scheme && c.Month >= first && c.EmployerId == null && c.TakeoverId == null, ct)))
        {
            await AddAsync(inForce, first, change, ct);
        }
    }

    /// <summary>Whether a return of a month from then on, up to the next text's first, was assessed by another text.</summary>
    internal async Task<bool> IsAssessedAsync(SchemeInForce inForce, Month first, CancellationToken ct)
    {
        var next = await db.Set<SchemeInForce>().Where(s => s.Scheme == inForce.Scheme && s.EffectiveFrom > inForce.EffectiveFrom).OrderBy(s => s.EffectiveFrom).Select(s => (DateOnly?)s.EffectiveFrom).FirstOrDefaultAsync(ct);
        var end = next is { } day ? FirstDecided(day) : new Month(2999, 12);
        return await db.Set<Return>().AnyAsync(r => r.Scheme == inForce.Scheme && r.Month >= first && r.Month < end && r.Slot != null && r.Accepted > 0 && r.PackageHash != inForce.Hash, ct);
    }

    /// <summary>The first month that a text decides: it must be in force on the month's first day.</summary>
    internal static Month FirstDecided(DateOnly effectiveFrom) => Month.Of(effectiveFrom) is var month && month.First == effectiveFrom ? month : month.Add(1);

    /// <summary>Whether differences of the scheme wait for a second person.</summary>
    internal async Task<bool> WaitsAsync(string scheme, CancellationToken ct)
    {
        var open = await db.Set<Recalculation>().Where(r => r.OpenScheme == scheme).Select(r => (long?)r.Id).SingleOrDefaultAsync(ct);
        var subject = open?.ToString(CultureInfo.InvariantCulture);
        return subject is not null && await db.Proposals.AnyAsync(p => p.Act == ApproveRecalculation.Act && p.Subject == subject && p.DecidedAt == null, ct);
    }

    /// <summary>The same inside the caller's transaction. What an open one looked at is looked at again.</summary>
    internal async Task<RecalculationStarted> AddAsync(SchemeInForce inForce, Month from, Change change, CancellationToken ct)
    {
        var (scheme, through) = (inForce.Scheme, Month.Of(change.Today));
        if (from > through)
        {
            throw new Refused("recalculation.ahead", $"{from} lies ahead: there is nothing to reckon again.", "from");
        }

        if (await db.Set<Recalculation>().SingleOrDefaultAsync(r => r.OpenScheme == scheme, ct) is { } open)
        {
            (open.OpenScheme, open.GivenUpAt) = (null, change.Now);
            from = open.FromMonth < from ? open.FromMonth : from;
            await db.SaveAsync(change, ct);
        }

        var recalculation = new Recalculation
        {
            Scheme = scheme,
            OpenScheme = scheme,
            InForceId = inForce.Id,
            PackageVersion = inForce.PackageVersion,
            FromMonth = from,
            ThroughMonth = through,
            Currency = inForce.Currency,
            StartedAt = change.Now,
            StartedBy = change.Actor.Name,
            LastContributionId = await db.Set<Contribution>().MaxAsync(c => (long?)c.Id, ct) ?? 0,
            Waiting = await WaitingAsync(scheme, from, through, ct),
        };
        db.Add(recalculation);
        await db.SaveAsync(change, ct);
        var run = Run.Of(RecalculateWorker.RunKind, recalculation.Id.ToString(CultureInfo.InvariantCulture), $"{scheme} reckoned again from {from} to {through} by version {inForce.PackageVersion}", new RecalculateInput(recalculation.Id), change);
        db.Runs.Add(run);
        await db.SaveAsync(change, ct);
        recalculation.RunId = run.Id;
        await db.SaveAsync(change, ct);
        return new RecalculationStarted(recalculation.Id, run.Id);
    }

    /// <summary>Returns of the time that are being read or asked about, and approved differences that are being posted.</summary>
    internal async Task<int> WaitingAsync(string scheme, Month from, Month through, CancellationToken ct) =>
        await db.Set<Return>().CountAsync(r => r.Scheme == scheme && r.Month >= from && r.Month <= through && r.Slot != null && r.AssessedAt == null && !db.Runs.Any(run => run.Id == r.RunId && run.FailedAt != null), ct)
        + await db.Set<Recalculation>().CountAsync(r => r.Scheme == scheme && r.ApprovedAt != null && r.PostedAt == null, ct);
}
