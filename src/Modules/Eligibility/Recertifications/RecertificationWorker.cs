using System.Runtime.CompilerServices;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Spmis.Eligibility.Awards;
using Spmis.Eligibility.Copies;
using Spmis.Eligibility.Determinations;
using Spmis.Eligibility.Rounds;
using Spmis.Eligibility.Schemes;
using Spmis.Kernel.Data;
using Spmis.Kernel.Runs;
using Spmis.Rules;

namespace Spmis.Eligibility.Recertifications;

/// <summary>What the runs need.</summary>
/// <param name="RecertificationId">The recertification.</param>
public sealed record RecertificationInput(long RecertificationId);

/// <summary>Looks at the awards once more, a thousand at a time in the order of their numbers; at the end puts those that end up for a second person.</summary>
public sealed class RecertificationWorker(EligibilityDb db) : IRunWorker
{
    /// <summary>The kind of run.</summary>
    public const string RunKind = "eligibility.recertify";

    private const int Awards = 1_000;
    private const string End = "end";

    /// <inheritdoc />
    public string Kind => RunKind;

    /// <inheritdoc />
    public string Permission => "awards.prepare";

    /// <inheritdoc />
    public async IAsyncEnumerable<RunChunk> ChunksAsync(Run run, [EnumeratorCancellation] CancellationToken ct)
    {
        var of = await db.Recertifications.AsNoTracking().SingleAsync(r => r.Id == run.InputAs<RecertificationInput>().RecertificationId, ct);
        var total = run.Total ?? await InPayment(db, of).CountAsync(ct);
        DecideAgain? decide = null; // Compiled once for the whole run; chunks come one after another.
        for (var after = run.Checkpoint ?? ""; after != End;)
        {
            var from = after;
            var numbers = await InPayment(db, of).Where(a => string.Compare(a.Number, from) > 0).OrderBy(a => a.Number).Select(a => a.Number).Take(Awards).ToListAsync(ct);
            after = numbers.Count == 0 ? End : numbers[^1];
            var to = after;
            yield return numbers.Count == 0
                ? new RunChunk(End, (services, step, token) => services.GetRequiredService<ApproveExits>().FinishAsync(of.Id, step, token))
                : new RunChunk(to, async (services, step, token) =>
                {
                    var act = services.GetRequiredService<RecertifyAwards>();
                    decide ??= await act.PrepareAsync(of, token);
                    await act.HandleAsync(of.Id, decide, (from, to), total, step, token);
                });
        }
    }

    /// <summary>Awards in force that may be paid in the first month or later: of the programme, or of no programme.</summary>
    internal static IQueryable<Award> InPayment(EligibilityDb db, AwardRecertification of)
    {
        var (scheme, programme, month, first) = (of.Scheme, of.Programme, of.FromMonth, of.FromMonth.First);
        var open = db.Awards.AsNoTracking().Where(a => a.Scheme == scheme && a.ApprovedAt != null && (a.GrantedTo == null || a.GrantedTo >= month) && a.EndedAfter == null && (a.DiedOn == null || a.DiedOn >= first));
        return programme.Length > 0
            ? open.Where(a => db.Rounds.Any(r => r.BatchId == a.BatchId && r.Programme == programme))
            : open.Where(a => !db.Rounds.Any(r => r.BatchId == a.BatchId && r.Programme != ""));
    }
}

/// <summary>The rules of a recertification: quickly for all, and with the whole working for those who are told no.</summary>
public sealed record DecideAgain(Scheme Rules, Decide Quickly, Decide WithWorking);

/// <summary>What a person and award come to now.</summary>
internal sealed record LookedAt(PersonCopy Person, RecertificationKind Kind, Asked Asked, IReadOnlyList<string> Missing);

/// <summary>Looks at one stretch of awards, inside the run's transaction.</summary>
/// <param name="db">The module's database.</param>
/// <param name="schemes">The packages.</param>
public sealed class RecertifyAwards(EligibilityDb db, SchemeBook schemes)
{
    private const int MostMissing = 2_000;

    /// <summary>The rules, compiled.</summary>
    public async Task<DecideAgain> PrepareAsync(AwardRecertification of, CancellationToken ct)
    {
        var rules = (await schemes.ByHashAsync(of.PackageHash, ct)).Rules;
        return new DecideAgain(rules, new Decide(rules, of.AsKnownOn, bulk: true), new Decide(rules, of.AsKnownOn, bulk: false));
    }

    /// <summary>The awards with numbers after one and up to another.</summary>
    public async Task HandleAsync(long id, DecideAgain decide, (string From, string To) range, long total, RunStep step, CancellationToken ct)
    {
        var (low, high) = range;
        var of = await db.Recertifications.SingleAsync(r => r.Id == id, ct);
        var awards = await RecertificationWorker.InPayment(db, of).Where(a => string.Compare(a.Number, low) > 0 && string.Compare(a.Number, high) <= 0).OrderBy(a => a.Number).ToListAsync(ct);
        var looked = await LookAsync(db, of, awards, decide, ct);
        var lines = awards.ConvertAll(a => Line(of, a, looked[a.Id]));
        await db.BulkInsertAsync(lines, ct);
        of.Awards += lines.Count;
        of.Confirmed += lines.Count(l => l.Kind == RecertificationKind.Confirmed);
        of.CannotTell += lines.Count(l => l.Kind == RecertificationKind.CannotTell);
        of.Leaving += lines.Count(l => RecertificationLine.Leaves(l.Kind));
        step.Run.Total = total;
        step.Count(lines.Count, 0);
        db.RecordBulk(step.Change, nameof(RecertificationLine), $"recertification {id}, {low}..{high}", new { awards = lines.Count, kinds = lines.CountBy(l => l.Kind) });
    }

    /// <summary>What awards come to on the facts known at this moment: when the list is made, and once more when it takes effect.</summary>
    internal static async Task<Dictionary<Guid, LookedAt>> LookAsync(EligibilityDb db, AwardRecertification of, IReadOnlyList<Award> awards, DecideAgain decide, CancellationToken ct)
    {
        var ids = awards.Select(a => a.PersonId).Distinct().ToList();
        var persons = await db.Persons.AsNoTracking().Where(p => ids.Contains(p.PersonId)).ToDictionaryAsync(p => p.PersonId, ct);
        var households = await HouseholdFacts.OfAsync(db, [.. persons.Values], of.FromMonth.First, decide.Rules, ct);
        var targeting = of.TargetingJson is { } json ? Targeting.Read(json) : null;
        return awards.ToDictionary(a => a.Id, a => Look(of, a, persons[a.PersonId], decide.Quickly, targeting, households));
    }

    private static LookedAt Look(AwardRecertification of, Award award, PersonCopy person, Decide quickly, Targeting? targeting, Func<PersonCopy, IReadOnlyDictionary<string, string>?> households)
    {
        var target = targeting is null ? new Target(true, "", []) : Target.Of(person, targeting, of.FromMonth);
        var asked = new Asked(of.FromMonth.First, $"Recertification {of.Id} for {of.FromMonth}", Given: households(person));
        var decision = quickly.For(person, asked, []);
        List<string> missing = [.. target.Missing, .. decision.Missing];
        var kind = targeting?.MonthsAtMost is { } most && award.FromMonth.Add(most) <= of.FromMonth ? RecertificationKind.TimeOver
            : !target.Inside ? RecertificationKind.OutsideTarget
            : decision.Outcome is Answer.No ? RecertificationKind.NotEntitled
            : decision.Outcome is Answer.CannotTell || missing.Count > 0 ? RecertificationKind.CannotTell : RecertificationKind.Confirmed;
        return new LookedAt(person, kind, asked, [.. missing.Distinct(StringComparer.Ordinal)]);
    }

    private static RecertificationLine Line(AwardRecertification of, Award award, LookedAt looked)
    {
        var missing = looked.Missing;
        for (var most = missing.Count; JsonSerializer.Serialize(missing, SpmisJson.Options).Length > MostMissing; most--)
        {
            missing = [.. missing.Take(most - 1)]; // What is asked for first is enough to begin with.
        }

        return new RecertificationLine
        {
            RecertificationId = of.Id, AwardId = award.Id, AwardNumber = award.Number, PersonId = award.PersonId, PersonNumber = looked.Person.RegistrationNumber, Kind = looked.Kind,
            Missing = looked.Kind == RecertificationKind.CannotTell && missing.Count > 0 ? JsonSerializer.Serialize(missing, SpmisJson.Options) : null,
        };
    }
}
