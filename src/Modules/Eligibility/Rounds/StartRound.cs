using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Spmis.Eligibility.Awards;
using Spmis.Eligibility.Schemes;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Runs;
using Spmis.Values;

namespace Spmis.Eligibility.Rounds;

/// <summary>Which benefit is decided, for which month.</summary>
/// <param name="Scheme">The scheme's id.</param>
/// <param name="Month">The month.</param>
public sealed record NewRound(string Scheme, Month Month);

/// <summary>Where the round is.</summary>
/// <param name="RoundId">The round.</param>
/// <param name="RunId">The run that makes it.</param>
/// <param name="StartedBefore">There was one for this scheme and month already; nothing was done.</param>
public sealed record RoundStarted(long RoundId, long RunId, bool StartedBefore);

/// <summary>Starts deciding a benefit over the whole register. One round a scheme and month; at its end the awards wait for a second person.</summary>
/// <param name="db">The module's database.</param>
/// <param name="schemes">The packages in force.</param>
public sealed class StartRound(EligibilityDb db, SchemeBook schemes)
{
    /// <summary>Starts it.</summary>
    /// <exception cref="Refused">The scheme is not in force in that month, or is not decided in rounds, or the month lies too far ahead.</exception>
    public async Task<RoundStarted> HandleAsync(NewRound input, Change change, CancellationToken ct)
    {
        var scheme = await schemes.OnAsync(input.Scheme, input.Month.First, ct);
        if (scheme.Use != SchemeUse.Rounds)
        {
            throw new Refused("scheme.not-by-round", $"'{input.Scheme}' is {(scheme.Use == SchemeUse.Claims ? "claimed by each person" : "no benefit")}; choose one that is decided in rounds.", "scheme");
        }

        if (input.Month > Month.Of(change.Today).Add(1))
        {
            throw new Refused("round.month-ahead", $"{input.Month} lies too far ahead; the next month is the latest.", "month");
        }

        RoundStarted? started = null;
        await db.WriteAsync(async () => started = await AddAsync(input, scheme, change, ct), ct);
        return started ?? throw new InvalidOperationException("The transaction ended without a round.");
    }

    private async Task<RoundStarted> AddAsync(NewRound input, ApprovedScheme scheme, Change change, CancellationToken ct)
    {
        if (await db.Rounds.AsNoTracking().SingleOrDefaultAsync(r => r.Scheme == input.Scheme && r.Month == input.Month, ct) is { RunId: { } runId } before)
        {
            return new RoundStarted(before.Id, runId, true);
        }

        var batch = new AwardBatch { Scheme = input.Scheme, Title = $"Awards of {input.Scheme}, round of {input.Month}", MadeAt = change.Now, MadeBy = change.Actor.Name };
        db.AwardBatches.Add(batch);
        await db.SaveAsync(change, ct);
        var round = new EligibilityRound
        {
            Scheme = input.Scheme, Month = input.Month, PackageHash = scheme.Rules.Hash, PackageVersion = scheme.Rules.Version, BatchId = batch.Id, StartedAt = change.Now, StartedBy = change.Actor.Name,
        };
        db.Rounds.Add(round);
        await db.SaveAsync(change, ct);
        var run = Run.Of(RoundWorker.RunKind, round.Id.ToString(CultureInfo.InvariantCulture), $"Round of {input.Scheme} for {input.Month}", new RoundInput(round.Id), change);
        db.Runs.Add(run);
        await db.SaveAsync(change, ct);
        round.RunId = run.Id;
        await db.SaveAsync(change, ct);
        return new RoundStarted(round.Id, run.Id, false);
    }
}
