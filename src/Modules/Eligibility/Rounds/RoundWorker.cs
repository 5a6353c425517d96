using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Spmis.Eligibility.Awards;
using Spmis.Eligibility.Copies;
using Spmis.Eligibility.Determinations;
using Spmis.Eligibility.Schemes;
using Spmis.Kernel.Runs;
using Spmis.Rules;

namespace Spmis.Eligibility.Rounds;

/// <summary>What the run needs.</summary>
/// <param name="RoundId">The round.</param>
public sealed record RoundInput(long RoundId);

/// <summary>Decides a benefit for everybody alive and not merged into another record, a thousand persons at a time in the order of registration; at the end puts the awards up for approval. Of a programme with limited places it ranks those entitled and stops there. Checkpoints: a registration number, <c>place:MARK</c>, <c>end</c>.</summary>
public sealed class RoundWorker(EligibilityDb db) : IRunWorker
{
    /// <summary>The kind of run.</summary>
    public const string RunKind = "eligibility.round";

    private const int Persons = 1_000;
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
        if (at != End && PlaceMark.Read(at) is null)
        {
            await foreach (var chunk in DecideAsync(round, run.Total ?? await InScope(db).CountAsync(ct), at, ct))
            {
                yield return chunk;
            }
        }

        if (round.Programme.Length > 0 && at != End)
        {
            await foreach (var chunk in PlaceCandidates.ChunksAsync(db, round, PlaceMark.Read(at) ?? PlaceMark.Begin(0), ct))
            {
                yield return chunk;
            }
        }

        if (at != End)
        {
            yield return new RunChunk(End, (services, step, token) => services.GetRequiredService<DecideRound>().FinishAsync(round.Id, step, token));
        }
    }

    private async IAsyncEnumerable<RunChunk> DecideAsync(EligibilityRound round, long total, string after, [EnumeratorCancellation] CancellationToken ct)
    {
        Decide? decide = null; // Compiled once for the whole run; chunks come one after another.
        while (true)
        {
            var from = after;
            var numbers = await InScope(db).Where(p => string.Compare(p.RegistrationNumber, from) > 0).OrderBy(p => p.RegistrationNumber).Select(p => p.RegistrationNumber).Take(Persons).ToListAsync(ct);
            if (numbers.Count == 0)
            {
                yield break;
            }

            var to = after = numbers[^1];
            yield return new RunChunk(to, async (services, step, token) =>
            {
                var act = services.GetRequiredService<DecideRound>();
                decide ??= await act.PrepareAsync(round.Id, step.Change.Today, token);
                await (round.HasCandidates ? services.GetRequiredService<DecideCandidates>().HandleAsync(round.Id, decide, (from, to), total, step, token) : act.HandleAsync(round.Id, decide, (from, to), total, step, token));
            });
        }
    }

    /// <summary>Whom a round decides about.</summary>
    internal static IQueryable<PersonCopy> InScope(EligibilityDb db) =>
        db.Persons.AsNoTracking().Where(p => p.DiedOn == null && p.MergedIntoId == null && !db.Merges.Any(m => m.MergedId == p.PersonId && !m.Undone));
}

/// <summary>Decides one stretch of the register, inside the run's transaction.</summary>
/// <param name="db">The module's database.</param>
/// <param name="schemes">The packages.</param>
/// <param name="make">Makes awards.</param>
/// <param name="approve">Puts them up.</param>
/// <param name="areas">Counts them by area.</param>
public sealed class DecideRound(EligibilityDb db, SchemeBook schemes, MakeAwards make, ApproveAwards approve, CountAreas areas)
{
    /// <summary>The rules of a round, compiled.</summary>
    public async Task<Decide> PrepareAsync(long roundId, DateOnly asKnownOn, CancellationToken ct)
    {
        var hash = await db.Rounds.Where(r => r.Id == roundId).Select(r => r.PackageHash).SingleAsync(ct);
        return new Decide((await schemes.ByHashAsync(hash, ct)).Rules, asKnownOn, bulk: true);
    }

    /// <summary>Decides the persons with numbers after one and up to another.</summary>
    public async Task HandleAsync(long roundId, Decide decide, (string From, string To) range, long total, RunStep step, CancellationToken ct)
    {
        var (from, to) = range;
        var round = await db.Rounds.SingleAsync(r => r.Id == roundId, ct);
        var scheme = await schemes.ByHashAsync(round.PackageHash, ct);
        var persons = await RoundWorker.InScope(db).Where(p => string.Compare(p.RegistrationNumber, from) > 0 && string.Compare(p.RegistrationNumber, to) <= 0).OrderBy(p => p.RegistrationNumber).ToListAsync(ct);
        var households = await HouseholdFacts.OfAsync(db, persons, round.Month.First, scheme.Rules, ct);
        var rows = persons.ConvertAll(p => Determination.Of(decide.For(p, AskedOf(p), []), scheme.Rules, p, round.Month.First, step.Change, roundId));
        await db.BulkInsertAsync(rows, ct);
        var made = await make.HandleAsync([.. rows.Where(r => r.Outcome is Answer.Yes)], scheme.Branch, round.BatchId, step.Change, ct);
        var counts = rows.CountBy(r => r.Outcome).ToDictionary();
        round.Selected += counts.GetValueOrDefault(Answer.Yes);
        round.NotSelected += counts.GetValueOrDefault(Answer.No);
        round.CannotTell += counts.GetValueOrDefault(Answer.CannotTell);
        round.Awarded += made.Count;
        step.Run.Total = total;
        step.Count(rows.Count, 0);
        db.RecordBulk(step.Change, nameof(Determination), $"round {roundId}, {from}..{to}", new { persons = rows.Count, awards = made.Count, outcomes = counts });

        Asked AskedOf(PersonCopy person) => new(round.Month.First, $"Round {round.Id} for {round.Month}", Given: households(person));
    }

    /// <summary>Closes the round and puts its awards up for approval.</summary>
    public async Task FinishAsync(long roundId, RunStep step, CancellationToken ct)
    {
        var round = await db.Rounds.SingleAsync(r => r.Id == roundId, ct);
        round.FinishedAt = step.Change.Now;
        await db.SaveAsync(step.Change, ct);
        await areas.HandleAsync(round, ct);
        if (!round.HasCandidates)
        {
            await approve.ProposeAsync(round.BatchId, step.Change, ct);
        }
    }
}
