using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Spmis.Eligibility.Awards;
using Spmis.Eligibility.Copies;
using Spmis.Eligibility.Determinations;
using Spmis.Eligibility.Schemes;
using Spmis.Kernel.Data;
using Spmis.Kernel.Runs;
using Spmis.Rules;
using Spmis.Values;

namespace Spmis.Eligibility.Rounds;

/// <summary>Decides one stretch of the register for a round with limited places or for a dry run, inside the run's transaction: who is entitled, by which score. It makes no award.</summary>
/// <param name="db">The module's database.</param>
/// <param name="schemes">The packages.</param>
public sealed class DecideCandidates(EligibilityDb db, SchemeBook schemes)
{
    /// <summary>The rule that ranks: the higher comes first.</summary>
    public const string Score = "score";

    private static readonly DateOnly Unknown = new(1, 1, 1);

    /// <summary>The persons of the target with numbers after one and up to another.</summary>
    public async Task HandleAsync(long roundId, Decide decide, (string From, string To) range, long total, RunStep step, CancellationToken ct)
    {
        var (from, to) = range;
        var round = await db.Rounds.SingleAsync(r => r.Id == roundId, ct);
        var rules = (await schemes.ByHashAsync(round.PackageHash, ct)).Rules;
        var all = await RoundWorker.InScope(db).Where(p => string.Compare(p.RegistrationNumber, from) > 0 && string.Compare(p.RegistrationNumber, to) <= 0).OrderBy(p => p.RegistrationNumber).ToListAsync(ct);
        var targets = all.Select(p => (Person: p, Target: Target.Of(p, round.Targeting, round.Month))).Where(t => t.Target.Inside).ToList();
        var people = targets.ConvertAll(t => t.Person.PersonId);
        var holders = (await db.Awards.AsNoTracking().Where(a => EF.Parameter(people).Contains(a.PersonId) && a.Scheme == round.Scheme).OpenIn(round.Month).Select(a => a.PersonId).ToListAsync(ct)).ToHashSet();
        var households = await HouseholdFacts.OfAsync(db, [.. targets.Select(t => t.Person)], round.Month.First, rules, ct);
        List<RoundCandidate> candidates = [];
        List<Determination> decisions = [];
        foreach (var (person, target) in targets)
        {
            var asked = new Asked(round.Month.First, $"Round {round.Id} for {round.Month}", Given: households(person));
            var decision = decide.For(person, asked, []);
            var score = decision.Outcome is Answer.Yes && round.Programme.Length > 0 ? rules.Evaluate(Score, decision.Inputs.ToFacts(), step.Change.Today) : null;
            candidates.Add(Candidate(roundId, person, target, decision, score, holders.Contains(person.PersonId)));
            if (!round.IsDryRun)
            {
                decisions.Add(Determination.Of(decision, rules, person, round.Month.First, step.Change, roundId));
            }
        }

        await db.BulkInsertAsync(decisions, ct);
        await db.BulkInsertAsync(candidates, ct);
        round.Count(candidates, all.Count - targets.Count);
        step.Run.Total = total;
        step.Count(all.Count, 0);
        db.RecordBulk(step.Change, nameof(RoundCandidate), $"round {roundId}, {from}..{to}", new { persons = all.Count, inTarget = targets.Count, outcomes = candidates.CountBy(c => c.Outcome) });
    }

    private static RoundCandidate Candidate(long roundId, PersonCopy person, Target target, Decision decision, RuleResult? score, bool hasAward)
    {
        List<string> missing = [.. target.Missing, .. decision.Missing, .. score is { Value.IsKnown: false } ? score.Missing.Concat(score.Reasons) : []];
        var outcome = decision.Outcome is Answer.Yes && missing.Count > 0 ? Answer.CannotTell : decision.Outcome;
        return new RoundCandidate
        {
            RoundId = roundId, PersonId = person.PersonId, PersonNumber = person.RegistrationNumber, Area = target.Area, Outcome = outcome, HasAward = hasAward,
            Missing = missing.Count == 0 ? null : JsonSerializer.Serialize(missing.Distinct(StringComparer.Ordinal), SpmisJson.Options), TieBornOn = person.BornOn ?? Unknown,
            MonthlyMinor = decision.MonthlyMinor, ScoreThousandths = outcome is Answer.Yes && score is not null ? (long)decimal.Floor(score.Value.AsDecimal * 1_000) : 0,
        };
    }
}

/// <summary>Whether a person is in the target of a round. Pure.</summary>
/// <param name="Inside">In the target, as far as is known.</param>
/// <param name="Area">The area whose places count.</param>
/// <param name="Missing">What would have to be known to say so for certain.</param>
public sealed record Target(bool Inside, string Area, IReadOnlyList<string> Missing)
{
    private static readonly Target Outside = new(false, "", []);

    /// <summary>The person in the target; what is not known does not shut anybody out.</summary>
    public static Target Of(PersonCopy person, Targeting targeting, Month month)
    {
        List<string> missing = [];
        var area = targeting.Areas.Count == 0 ? "" : targeting.Areas.FirstOrDefault(a => person.District is not null && AreaNames.Same(a, person.District));
        if (area is null && person.District is not null)
        {
            return Outside;
        }

        Note(area is null, FactNames.District);
        Note(targeting.Sex is not null && person.Sex is null, FactNames.Sex);
        Note(targeting.Category is not null && person.Activity is null, FactNames.Category);
        var aged = targeting.AgeFrom is not null || targeting.AgeTo is not null;
        var ages = person.BornOn is not { } born ? [] : GatherFacts.BirthRange(person) is { } range ? [Age(range.Latest), Age(range.Earliest)] : new[] { Age(born) };
        Note(aged && (ages.Length == 0 || ages.Select(Fits).Distinct().Count() > 1), FactNames.Birth);
        var outside = (targeting.Sex is { } sex && person.Sex is { } has && has != sex) || (targeting.Category is { } category && person.Activity is { } does && does != category) || (aged && ages.Length > 0 && !ages.Any(Fits));
        return outside ? Outside : new Target(true, area ?? "", missing);

        void Note(bool unknown, string fact)
        {
            if (unknown)
            {
                missing.Add(fact);
            }
        }

        int Age(DateOnly born) => month.First.Year - born.Year - (month.First < born.AddYears(month.First.Year - born.Year) ? 1 : 0);
        bool Fits(int age) => (targeting.AgeFrom is not { } low || age >= low) && (targeting.AgeTo is not { } high || age <= high);
    }
}

/// <summary>What the register tells of households, for scores: how many members, children below 18 and persons of 60 or more.</summary>
internal static class HouseholdFacts
{
    private const int Adult = 18;
    private const int Elderly = 60;

    /// <summary>By person what is known of the household; nothing for schemes that do not ask, and for persons without one.</summary>
    public static async Task<Func<PersonCopy, IReadOnlyDictionary<string, string>?>> OfAsync(EligibilityDb db, IReadOnlyList<PersonCopy> persons, DateOnly day, Scheme scheme, CancellationToken ct)
    {
        if (scheme.Fact(FactNames.HouseholdSize) is null && scheme.Fact(FactNames.HouseholdChildren) is null && scheme.Fact(FactNames.HouseholdElderly) is null)
        {
            return _ => null;
        }

        var ids = persons.Select(p => p.HouseholdId).OfType<Guid>().Distinct().ToList();
        var (child, old) = (day.AddYears(-Adult), day.AddYears(-Elderly));
        var found = await RoundWorker.InScope(db).Where(p => p.HouseholdId != null && EF.Parameter(ids).Contains(p.HouseholdId.Value)).GroupBy(p => p.HouseholdId)
            .Select(g => new { g.Key, Size = g.Count(), Children = g.Count(p => p.BornOn > child), Elderly = g.Count(p => p.BornOn <= old), Unknown = g.Count(p => p.BornOn == null) }).ToListAsync(ct);
        var facts = found.ToDictionary(h => h.Key ?? Guid.Empty, h =>
        {
            var told = new Dictionary<string, string> { [FactNames.HouseholdSize] = $"{h.Size}" };
            if (h.Unknown == 0)
            {
                (told[FactNames.HouseholdChildren], told[FactNames.HouseholdElderly]) = ($"{h.Children}", $"{h.Elderly}");
            }

            return (IReadOnlyDictionary<string, string>)told;
        });
        return person => person.HouseholdId is { } household ? facts.GetValueOrDefault(household) : null;
    }
}
