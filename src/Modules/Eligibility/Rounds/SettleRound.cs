using System.Globalization;
using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Spmis.Eligibility.Awards;
using Spmis.Eligibility.Determinations;
using Spmis.Eligibility.Schemes;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Runs;

namespace Spmis.Eligibility.Rounds;

/// <summary>Closes the list of a programme's round once the community was heard: it is ranked once more without those left out, and who is selected gets an award, for a second person to approve.</summary>
/// <param name="db">The module's database.</param>
public sealed class SettleRound(EligibilityDb db)
{
    /// <summary>Starts it; once a round.</summary>
    /// <returns>The run.</returns>
    /// <exception cref="Refused">There is no such round, it is a dry run or for everybody, or it is not ranked yet.</exception>
    public async Task<long> HandleAsync(long roundId, Change change, CancellationToken ct)
    {
        long? started = null;
        await db.WriteAsync(
            async () =>
            {
                var round = await OfProgrammeAsync(db, roundId, ct);
                if (round.SettleRunId is null)
                {
                    var lists = $"{CommunityWorker.RunKind}:{roundId}:";
                    if (await db.Runs.AnyAsync(r => r.Key.StartsWith(lists) && r.FinishedAt == null && r.CancelledAt == null, ct))
                    {
                        throw new Refused("round.community-reading", "A list of the community is still being read. Wait until its run has ended, or stop it, so that its words count.");
                    }

                    var run = Run.Of(SettleRoundWorker.RunKind, roundId.ToString(CultureInfo.InvariantCulture), $"Awards of programme {round.Programme} for {round.Month}", new RoundInput(roundId), change);
                    db.Runs.Add(run);
                    await db.SaveAsync(change, ct);
                    round.SettleRunId = run.Id;
                    await db.SaveAsync(change, ct);
                }

                started = round.SettleRunId;
            },
            ct);
        return started ?? throw new InvalidOperationException("The transaction ended without a run.");
    }

    /// <summary>A ranked round of a programme.</summary>
    internal static async Task<EligibilityRound> OfProgrammeAsync(EligibilityDb db, long roundId, CancellationToken ct)
    {
        var round = await db.Rounds.SingleOrDefaultAsync(r => r.Id == roundId, ct) ?? throw new Refused("round.unknown", $"There is no round {roundId}.");
        return round.IsDryRun || round.Programme.Length == 0 ? throw new Refused("round.no-list", $"Round {roundId} {(round.IsDryRun ? "is a dry run" : "is for everybody entitled")}; it has no list to settle.")
            : round.FinishedAt is null ? throw new Refused("round.running", "The list is still being made; wait until the run has ended.") : round;
    }
}

/// <summary>Ranks a round's list once more and makes the awards of those selected, a thousand at a time by area and rank. Checkpoints: <c>cleared</c>, <c>place:MARK</c>, <c>award:AREA:RANK</c>, <c>end</c>.</summary>
public sealed class SettleRoundWorker(EligibilityDb db) : IRunWorker
{
    /// <summary>The kind of run.</summary>
    public const string RunKind = "eligibility.settle-round";

    private const int Rows = 1_000;
    private const string Cleared = "cleared";
    private const string AwardOf = "award:";
    private const string End = "end";

    /// <inheritdoc />
    public string Kind => RunKind;

    /// <inheritdoc />
    public string Permission => "rounds.start";

    /// <inheritdoc />
    public async IAsyncEnumerable<RunChunk> ChunksAsync(Run run, [EnumeratorCancellation] CancellationToken ct)
    {
        var round = await db.Rounds.AsNoTracking().SingleAsync(r => r.Id == run.InputAs<RoundInput>().RoundId, ct);
        var at = run.Checkpoint ?? "";
        if (at.Length == 0)
        {
            yield return new RunChunk(Cleared, (services, _, token) => services.GetRequiredService<PlaceCandidates>().ClearAsync(round.Id, token));
        }

        if (at is "" or Cleared || PlaceMark.Read(at) is not null)
        {
            await foreach (var chunk in PlaceCandidates.ChunksAsync(db, round, PlaceMark.Read(at) ?? PlaceMark.Begin(0), ct))
            {
                yield return chunk;
            }
        }

        if (at != End)
        {
            await foreach (var chunk in AwardsAsync(round.Id, at, ct))
            {
                yield return chunk;
            }

            yield return new RunChunk(End, (services, step, token) => FinishAsync(services, round.Id, step, token));
        }
    }

    private async IAsyncEnumerable<RunChunk> AwardsAsync(long roundId, string at, [EnumeratorCancellation] CancellationToken ct)
    {
        var cut = at.LastIndexOf(':');
        var (area, rank) = at.StartsWith(AwardOf, StringComparison.Ordinal) ? (at[AwardOf.Length..cut], int.Parse(at[(cut + 1)..], CultureInfo.InvariantCulture)) : ("", 0);
        while (true)
        {
            var (lastArea, lastRank) = (area, rank);
            var page = await db.RoundPlaces.AsNoTracking().Where(p => p.RoundId == roundId && p.Selected && (string.Compare(p.Area, lastArea) > 0 || (p.Area == lastArea && p.Rank > lastRank)))
                .OrderBy(p => p.Area).ThenBy(p => p.Rank).Take(Rows).ToListAsync(ct);
            if (page.Count == 0)
            {
                yield break;
            }

            (area, rank) = (page[^1].Area, page[^1].Rank);
            var people = page.ConvertAll(p => p.PersonId);
            yield return new RunChunk(string.Create(CultureInfo.InvariantCulture, $"{AwardOf}{area}:{rank}"), (services, step, token) => AwardAsync(services, roundId, people, step, token));
        }
    }

    private static async Task AwardAsync(IServiceProvider services, long roundId, List<Guid> people, RunStep step, CancellationToken ct)
    {
        var db = services.GetRequiredService<EligibilityDb>();
        var round = await db.Rounds.SingleAsync(r => r.Id == roundId, ct);
        var branch = (await services.GetRequiredService<SchemeBook>().ByHashAsync(round.PackageHash, ct)).Branch;
        var decisions = (await db.Determinations.AsNoTracking().Where(d => d.RoundId == roundId && people.Contains(d.PersonId)).ToListAsync(ct)).ToDictionary(d => d.PersonId);
        // Who died or was merged since the list was made gets nothing; the next round moves the list up.
        var living = (await RoundWorker.InScope(db).Where(p => people.Contains(p.PersonId)).Select(p => p.PersonId).ToListAsync(ct)).ToHashSet();
        var made = await services.GetRequiredService<MakeAwards>().HandleAsync([.. people.Where(living.Contains).Select(p => decisions[p])], branch, round.BatchId, step.Change, ct);
        round.Awarded += made.Count;
        db.RecordBulk(step.Change, nameof(Determination), $"round {roundId}, selected", new { awards = made.Count });
        step.Count(people.Count, 0);
    }

    private static async Task FinishAsync(IServiceProvider services, long roundId, RunStep step, CancellationToken ct)
    {
        var db = services.GetRequiredService<EligibilityDb>();
        var round = await db.Rounds.SingleAsync(r => r.Id == roundId, ct);
        round.SettledAt = step.Change.Now;
        await db.SaveAsync(step.Change, ct);
        await services.GetRequiredService<CountAreas>().HandleAsync(round, ct);
        await services.GetRequiredService<ApproveAwards>().ProposeAsync(round.BatchId, step.Change, ct);
    }
}
