using Microsoft.EntityFrameworkCore;
using Spmis.Eligibility.Awards;
using Spmis.Eligibility.Copies;
using Spmis.Eligibility.Schemes;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Runs;
using Spmis.Values;

namespace Spmis.Eligibility.LifeCertificates;

/// <summary>Reckons due days of one stretch of awards and suspends what is overdue, inside the run's transaction.</summary>
/// <param name="db">The module's database.</param>
/// <param name="schemes">The packages in force.</param>
/// <param name="merges">Which records a person has.</param>
public sealed class CheckCertificates(EligibilityDb db, SchemeBook schemes, Merges merges)
{
    /// <summary>The awards with numbers after one and up to another.</summary>
    public async Task HandleAsync(DateOnly day, (string From, string To) range, long total, RunStep step, CancellationToken ct)
    {
        var (low, high) = range;
        var awards = await CertificatesWorker.InPayment(db, day).Where(a => string.Compare(a.Number, low) > 0 && string.Compare(a.Number, high) <= 0).OrderBy(a => a.Number).ToListAsync(ct);
        var rules = await RulesAsync(awards.Select(a => a.Scheme).Distinct(), day, ct);
        List<Guid> ids = [.. awards.Select(a => a.Id)], people = [.. awards.Select(a => a.PersonId).Distinct()];
        var persons = await db.Persons.AsNoTracking().Where(p => people.Contains(p.PersonId)).ToDictionaryAsync(p => p.PersonId, ct);
        var proofs = await LastProofsAsync(people, day, ct);
        var known = await db.CertificateDues.AsNoTracking().Where(d => ids.Contains(d.AwardId)).ToDictionaryAsync(d => d.AwardId, ct);
        List<CertificateDue> dues = [];
        List<(Award Award, CertificateDue Due)> overdue = [];
        foreach (var award in awards)
        {
            if (rules[award.Scheme] is { } rule && persons.TryGetValue(award.PersonId, out var person) && DueOf(award, person, rule, proofs.GetValueOrDefault(award.PersonId), known.GetValueOrDefault(award.Id), day) is { } due)
            {
                dues.Add(due);
                if (due.GraceUntil < day && award.CertificateFrom is null)
                {
                    overdue.Add((award, due));
                }
            }
        }

        await db.CertificateDues.Where(d => ids.Contains(d.AwardId)).ExecuteDeleteAsync(ct);
        await db.BulkInsertAsync(dues, ct);
        await SuspendAsync(overdue, ct);
        step.Run.Total = total;
        step.Count(awards.Count, 0);
        db.RecordBulk(step.Change, nameof(CertificateDue), $"{day:yyyy-MM-dd}, {low}..{high}", new { awards = awards.Count, asked = dues.Count, suspended = overdue.Select(o => o.Award.Number) });
    }

    private static CertificateDue? DueOf(Award award, PersonCopy person, CertificateRule rule, DateOnly? provedOn, CertificateDue? known, DateOnly day)
    {
        var terms = rule.Of(person);
        if (terms.EveryMonths == 0)
        {
            return null;
        }

        var next = NextProof.Of(terms, Began(award), provedOn, known, day);
        return new CertificateDue
        {
            AwardId = award.Id, AwardNumber = award.Number, PersonNumber = person.RegistrationNumber, Scheme = award.Scheme, ProvedOn = provedOn,
            DueOn = next?.DueOn, GraceUntil = next?.GraceUntil, Missing = terms.Missing,
        };
    }

    /// <summary>Suspended from the month after the grace: set-based, one statement a month.</summary>
    private async Task SuspendAsync(List<(Award Award, CertificateDue Due)> overdue, CancellationToken ct)
    {
        foreach (var group in overdue.GroupBy(o => (From: Month.Of(o.Due.GraceUntil ?? default).Add(1), Since: o.Due.ProvedOn ?? Began(o.Award))))
        {
            var numbers = group.Select(o => o.Award.Id).ToList();
            await db.Awards.Where(a => numbers.Contains(a.Id)).ExecuteUpdateAsync(
                s => s.SetProperty(a => a.CertificateFrom, group.Key.From).SetProperty(a => a.CertificateSince, group.Key.Since).SetProperty(a => a.Version, a => a.Version + 1), ct);
        }

        var ids = overdue.Select(o => o.Award.Id).ToList();
        await db.PublishAwardsAsync(await db.Awards.AsNoTracking().Where(a => ids.Contains(a.Id)).ToListAsync(ct), ct);
    }

    private static DateOnly Began(Award award) => award.ApprovedAt is { } at && DateOnly.FromDateTime(at) > award.FromMonth.First ? DateOnly.FromDateTime(at) : award.FromMonth.First;

    private async Task<Dictionary<string, CertificateRule?>> RulesAsync(IEnumerable<string> names, DateOnly day, CancellationToken ct)
    {
        Dictionary<string, CertificateRule?> rules = [];
        foreach (var name in names)
        {
            rules[name] = await schemes.FindOnAsync(name, day, ct) is { } scheme && CertificateRule.IsIn(scheme.Rules) ? new CertificateRule(scheme.Rules, day) : null;
        }

        return rules;
    }

    /// <summary>By person the last day on which one of their records was proved alive, up to a day.</summary>
    private async Task<Dictionary<Guid, DateOnly?>> LastProofsAsync(List<Guid> people, DateOnly day, CancellationToken ct)
    {
        var records = await merges.RecordsOfAsync(people, ct);
        var found = new Dictionary<Guid, DateOnly?>();
        foreach (var slice in records.Keys.Chunk(1_000))
        {
            var rows = await db.LifeCertificates.AsNoTracking().Where(c => slice.Contains(c.PersonId) && c.ProvedOn <= day).GroupBy(c => c.PersonId).Select(g => new { g.Key, Last = g.Max(c => c.ProvedOn) }).ToListAsync(ct);
            foreach (var row in rows)
            {
                var person = records[row.Key];
                found[person] = found.GetValueOrDefault(person) is { } other && other > row.Last ? other : row.Last;
            }
        }

        return found;
    }
}

/// <summary>Starts the look at life certificates for a business day, once a day by the run's key.</summary>
/// <param name="db">The module's database.</param>
public sealed class StartCertificates(EligibilityDb db)
{
    /// <summary>Starts it.</summary>
    /// <returns>The run; the one of that day when there is one.</returns>
    public async Task<long> HandleAsync(Change change, CancellationToken ct)
    {
        var run = Run.Of(CertificatesWorker.RunKind, change.Today.ToString("yyyy-MM-dd", null), $"Life certificates on {change.Today:yyyy-MM-dd}", new CertificatesInput(change.Today), change);
        if (await db.Runs.AsNoTracking().Where(r => r.Key == run.Key).Select(r => (long?)r.Id).SingleOrDefaultAsync(ct) is { } before)
        {
            return before;
        }

        db.Runs.Add(run);
        await db.SaveAsync(change, ct);
        return run.Id;
    }
}
