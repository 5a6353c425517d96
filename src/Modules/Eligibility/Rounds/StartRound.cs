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
public sealed record NewRound(string Scheme, Month Month)
{
    /// <summary>The programme with limited places it selects for; empty for everybody entitled.</summary>
    public string Programme { get; init; } = "";

    /// <summary>Only to look at: nothing is decided and no award made.</summary>
    public bool DryRun { get; init; }
}

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
        var programme = input.Programme.Length == 0 ? null : await FindProgrammeAsync(db, input.Programme, ct);
        input = programme is null ? input : input with { Scheme = programme.Scheme };
        var scheme = programme is null ? await schemes.OnAsync(input.Scheme, input.Month.First, ct) : await SetProgramme.ScoredAsync(schemes, programme.Scheme, input.Month.First, ct);
        if (scheme.Use != SchemeUse.Rounds)
        {
            throw new Refused("scheme.not-by-round", $"'{input.Scheme}' is {(scheme.Use == SchemeUse.Claims ? "claimed by each person" : "no benefit")}; choose one that is decided in rounds.", "scheme");
        }

        if (input.Month > Month.Of(change.Today).Add(1))
        {
            throw new Refused("round.month-ahead", $"{input.Month} lies too far ahead; the next month is the latest.", "month");
        }

        RoundStarted? started = null;
        await db.WriteAsync(async () => started = await AddAsync(input, scheme, programme?.TargetingJson, change, ct), ct);
        return started ?? throw new InvalidOperationException("The transaction ended without a round.");
    }

    /// <summary>A programme by its code.</summary>
    internal static async Task<Programme> FindProgrammeAsync(EligibilityDb db, string code, CancellationToken ct) =>
        await db.Programmes.AsNoTracking().SingleOrDefaultAsync(p => p.Code == code, ct) ?? throw new Refused("programme.unknown", $"There is no programme '{code}'.", "programme");

    private async Task<RoundStarted> AddAsync(NewRound input, ApprovedScheme scheme, string? targeting, Change change, CancellationToken ct)
    {
        if (!input.DryRun && await db.Rounds.AsNoTracking().SingleOrDefaultAsync(r => r.Scheme == input.Scheme && r.Month == input.Month && r.Programme == input.Programme && r.DryRunNumber == 0, ct) is { RunId: { } runId } before)
        {
            return new RoundStarted(before.Id, runId, true);
        }

        var named = input.Programme.Length == 0 ? input.Scheme : $"{input.Scheme}, programme {input.Programme}";
        var batch = new AwardBatch { Scheme = input.Scheme, Title = $"Awards of {named}, round of {input.Month}", MadeAt = change.Now, MadeBy = change.Actor.Name };
        db.AwardBatches.Add(batch);
        await db.SaveAsync(change, ct);
        var round = new EligibilityRound
        {
            Programme = input.Programme, DryRunNumber = input.DryRun ? await db.TakeNumbersAsync("dry-run", 1, ct) : 0, TargetingJson = targeting,
            Scheme = input.Scheme, Month = input.Month, PackageHash = scheme.Rules.Hash, PackageVersion = scheme.Rules.Version, BatchId = batch.Id, StartedAt = change.Now, StartedBy = change.Actor.Name,
        };
        db.Rounds.Add(round);
        await db.SaveAsync(change, ct);
        var run = Run.Of(RoundWorker.RunKind, round.Id.ToString(CultureInfo.InvariantCulture), $"{(input.DryRun ? "Dry run: " : "")}Round of {named} for {input.Month}", new RoundInput(round.Id), change);
        db.Runs.Add(run);
        await db.SaveAsync(change, ct);
        round.RunId = run.Id;
        await db.SaveAsync(change, ct);
        return new RoundStarted(round.Id, run.Id, false);
    }
}
