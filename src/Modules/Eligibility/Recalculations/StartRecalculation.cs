using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Spmis.Eligibility.Awards;
using Spmis.Eligibility.Schemes;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Runs;
using Spmis.Values;

namespace Spmis.Eligibility.Recalculations;

/// <summary>Where the recalculation is.</summary>
/// <param name="RecalculationId">The recalculation.</param>
/// <param name="RunId">The run that makes it.</param>
/// <param name="StartedBefore">There was one after the same activation through the same month; nothing was done.</param>
public sealed record RecalculationStarted(long RecalculationId, long RunId, bool StartedBefore);

/// <summary>Starts reckoning the months of a benefit once more, from the first day of its last activation to this month.</summary>
/// <param name="db">The module's database.</param>
public sealed class StartRecalculation(EligibilityDb db)
{
    /// <summary>Starts it after the scheme's last activation. Inside an open transaction it joins it.</summary>
    /// <param name="scheme">The scheme's id.</param>
    /// <param name="from">First month; null for the month from which the last activation decides.</param>
    /// <param name="change">Its day is the day of knowledge, its month the last one reckoned.</param>
    /// <param name="ct">Cancels.</param>
    /// <exception cref="Refused">The scheme is no benefit in force, the months lie ahead, or differences of it wait for a decision.</exception>
    public async Task<RecalculationStarted> HandleAsync(string scheme, Month? from, Change change, CancellationToken ct)
    {
        RecalculationStarted? started = null;
        await db.WriteAsync(async () => started = await AddAsync(scheme, from, change, ct), ct);
        return started ?? throw new InvalidOperationException("The transaction ended without an answer.");
    }

    /// <summary>The same inside the caller's transaction.</summary>
    internal async Task<RecalculationStarted> AddAsync(string scheme, Month? from, Change change, CancellationToken ct)
    {
        var inForce = await db.SchemesInForce.AsNoTracking().Where(s => s.Scheme == scheme).OrderByDescending(s => s.Id).FirstOrDefaultAsync(ct)
            ?? throw new Refused("scheme.not-in-force", $"No version of '{scheme}' is in force.", "scheme");
        return await AfterAsync(inForce, from, change, ct);
    }

    /// <summary>After one activation, inside the caller's transaction.</summary>
    internal async Task<RecalculationStarted> AfterAsync(SchemeInForce inForce, Month? from, Change change, CancellationToken ct)
    {
        var scheme = inForce.Scheme;
        var package = await db.Packages.AsNoTracking().SingleAsync(p => p.Id == inForce.PackageId, ct);
        var (first, through) = (from ?? FirstDecided(inForce.EffectiveFrom, package.Use), Month.Of(change.Today));
        if (package.Use == SchemeUse.Contributions)
        {
            throw new Refused("recalculation.no-benefit", $"'{scheme}' is no benefit; it has no awards to reckon again.", "scheme");
        }

        if (first > through)
        {
            throw new Refused("recalculation.ahead", $"{scheme} {package.Version} decides from {first} on, which lies ahead: there is nothing to reckon again.", "from");
        }

        if (await db.Recalculations.AsNoTracking().SingleOrDefaultAsync(r => r.InForceId == inForce.Id && r.ThroughMonth == through, ct) is { RunId: { } runId } before)
        {
            return new RecalculationStarted(before.Id, runId, true);
        }

        await RefuseOpenAsync(scheme, through, ct);
        return await MakeAsync(inForce, package, (first, through), change, ct);
    }

    /// <summary>The first month a text decides: of a benefit decided in rounds the text in force on the first of the month does.</summary>
    internal static Month FirstDecided(DateOnly effectiveFrom, SchemeUse use) => use == SchemeUse.Rounds && effectiveFrom.Day > 1 ? Month.Of(effectiveFrom).Add(1) : Month.Of(effectiveFrom);

    private async Task RefuseOpenAsync(string scheme, Month through, CancellationToken ct)
    {
        if (await db.Recalculations.Where(r => r.Scheme == scheme && r.LowerFrom > through).Select(r => r.LowerFrom).FirstOrDefaultAsync(ct) is { } lower)
        {
            throw new Refused("recalculation.lowering-ahead", $"Awards of '{scheme}' are lowered from {lower} on; what they come to after that can be reckoned when that month has begun.", "scheme");
        }

        var open = $"{ApproveRecalculation.Act}:{scheme}";
        if (await db.Proposals.AnyAsync(p => p.OpenSubject == open, ct) || await db.Recalculations.AnyAsync(r => r.Scheme == scheme && r.FinishedAt == null, ct))
        {
            throw new Refused("recalculation.open", $"Differences of '{scheme}' are being reckoned or wait for a decision. Approve or reject them first.", "scheme");
        }
    }

    private async Task<RecalculationStarted> MakeAsync(SchemeInForce inForce, SchemePackageRow package, (Month First, Month Through) months, Change change, CancellationToken ct)
    {
        var title = $"{package.Scheme} reckoned again from {months.First} to {months.Through} by version {package.Version}";
        var batch = new AwardBatch { Scheme = package.Scheme, Title = $"Awards of {title}", MadeAt = change.Now, MadeBy = change.Actor.Name };
        db.AwardBatches.Add(batch);
        await db.SaveAsync(change, ct);
        var recalculation = new Recalculation
        {
            Scheme = package.Scheme, InForceId = inForce.Id, PackageVersion = package.Version, FromMonth = months.First, ThroughMonth = months.Through, AsKnownOn = change.Today,
            BatchId = batch.Id, Currency = package.Currency, StartedAt = change.Now, StartedBy = change.Actor.Name,
        };
        db.Recalculations.Add(recalculation);
        await db.SaveAsync(change, ct);
        var run = Run.Of(RecalculateWorker.RunKind, recalculation.Id.ToString(CultureInfo.InvariantCulture), title, new RecalculateInput(recalculation.Id), change);
        db.Runs.Add(run);
        await db.SaveAsync(change, ct);
        recalculation.RunId = run.Id;
        await db.SaveAsync(change, ct);
        return new RecalculationStarted(recalculation.Id, run.Id, false);
    }
}
