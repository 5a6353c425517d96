using Microsoft.EntityFrameworkCore;
using Spmis.Eligibility.Associations;
using Spmis.Eligibility.Copies;
using Spmis.Eligibility.Schemes;
using Spmis.Kernel.Acts;
using Spmis.Values;

namespace Spmis.Eligibility.Enrolments;

/// <summary>A stretch of days.</summary>
/// <param name="StartOn">First day.</param>
/// <param name="EndOn">Last day; null until further notice.</param>
public readonly record struct Spell(DateOnly StartOn, DateOnly? EndOn);

/// <summary>The spells that contribution months show beside those recorded by acts. Pure: the same months and acts in any order give the same spells.</summary>
public static class DeriveSpells
{
    /// <summary>Each time between two recorded spells, before the first and after the last, in which months were contributed is one spell: from the first such month to the next recorded spell, or until further notice.</summary>
    public static IReadOnlyList<Spell> Of(IEnumerable<Month> contributed, IEnumerable<Spell> recorded)
    {
        var acts = recorded.OrderBy(s => s.StartOn).ToList();
        SortedDictionary<int, Month> first = [];
        foreach (var month in contributed.Where(m => !acts.Any(s => s.StartOn <= m.Last && (s.EndOn is not { } end || end >= m.First))))
        {
            var before = acts.Count(s => s.StartOn <= month.First);
            first[before] = first.TryGetValue(before, out var earlier) && earlier < month ? earlier : month;
        }

        return [.. first.Select(f => new Spell(f.Value.First, f.Key < acts.Count ? acts[f.Key].StartOn.AddDays(-1) : null))];
    }
}

/// <summary>
/// Keeps the derived spells of persons true after contribution months, memberships of associations, agreements, merges or acts changed; set-based, inside the open transaction.
/// Acts stand first, then membership of an association that has an agreement with the scheme, then contribution months.
/// </summary>
/// <param name="db">The module's database.</param>
/// <param name="schemes">The packages in force.</param>
/// <param name="merges">Which records a person has.</param>
public sealed class DeriveEnrolments(EligibilityDb db, SchemeBook schemes, Merges merges)
{
    /// <summary>Derives the spells of at most 1,000 records in one scheme, or in all.</summary>
    public async Task HandleAsync(IReadOnlyCollection<Guid> people, string? scheme, Change change, CancellationToken ct)
    {
        var roots = await merges.RootsAsync(people, ct);
        var records = await merges.RecordsOfAsync([.. roots.Values], ct);
        var (ids, touched) = (records.Keys.ToList(), people.Concat(roots.Values).Distinct().ToList());
        var spells = await db.Enrolments.IgnoreQueryFilters().AsNoTracking().Where(e => ids.Contains(e.PersonId) && (scheme == null || e.Scheme == scheme)).ToListAsync(ct);
        var years = await db.ContributionYears.AsNoTracking().Where(y => touched.Contains(y.PersonId) && (scheme == null || y.Scheme == scheme)).ToListAsync(ct);
        var persons = await db.Persons.IgnoreQueryFilters().AsNoTracking().Where(p => touched.Contains(p.PersonId)).ToDictionaryAsync(p => p.PersonId, ct);
        var times = await TimesAsync(ids, scheme, ct);
        List<Enrolment> now = [];
        IEnumerable<Spell> Acts(Guid person, string name) => spells.Where(e => !e.Derived && e.Scheme == name && records.GetValueOrDefault(e.PersonId) == records.GetValueOrDefault(person)).Select(e => new Spell(e.StartOn, e.EndOn));
        foreach (var group in times.GroupBy(t => (Person: records[t.PersonId], t.Scheme)).Where(g => persons.ContainsKey(g.Key.Person)))
        {
            var (person, name) = group.Key;
            now.AddRange(AssociationSpells.Of(group.Select(t => t.Time), Acts(person, name)).Select(s => Make(persons[person], name, s.Spell, EnrolledBy.Association, s.Category, change)));
        }

        var byAssociation = now.ToLookup(e => (e.PersonId, e.Scheme), e => new Spell(e.StartOn, e.EndOn));
        foreach (var group in years.GroupBy(y => (y.PersonId, y.Scheme)).Where(g => persons.ContainsKey(g.Key.PersonId)))
        {
            var (person, name) = group.Key;
            var acts = Acts(person, name).Concat(byAssociation[(records.GetValueOrDefault(person, person), name)]);
            now.AddRange(DeriveSpells.Of(group.SelectMany(y => y.Contributed()), acts).Select(s => Make(persons[person], name, s, EnrolledBy.Employment, null, change)));
        }

        var before = spells.Where(e => e.Derived && touched.Contains(e.PersonId)).ToDictionary(Same);
        var (gone, made) = (before.Where(b => !now.Any(n => Same(n) == b.Key)).Select(b => b.Value.Id).ToList(), now.Where(n => !before.ContainsKey(Same(n))).ToList());
        await WaitAsync(made.Where(m => m.How == EnrolledBy.Association), persons, change.Today, ct);
        if (gone.Count + made.Count > 0)
        {
            await db.Enrolments.IgnoreQueryFilters().Where(e => gone.Contains(e.Id)).ExecuteDeleteAsync(ct);
            await db.BulkInsertAsync(made, ct);
            db.RecordBulk(change, nameof(Enrolment), $"derived from contribution months and memberships{(scheme is null ? "" : $" of {scheme}")}", new { made = made.Count, replaced = gone.Count });
        }
    }

    /// <summary>When these records were members of associations that had an agreement with a scheme.</summary>
    private async Task<List<(Guid PersonId, string Scheme, CoveredTime Time)>> TimesAsync(List<Guid> ids, string? scheme, CancellationToken ct)
    {
        var found = await (
            from m in db.AssociationMembers.AsNoTracking()
            where ids.Contains(m.PersonId) && !m.Void
            join a in db.SchemeAgreements.IgnoreQueryFilters() on m.AssociationId equals a.AssociationId
            where scheme == null || a.Scheme == scheme
            select new { m.PersonId, m.From, m.Until, a.Scheme, a.Category, a.FromOn, a.UntilOn }).ToListAsync(ct);
        return [.. found.Select(f => (f.PersonId, f.Scheme, new CoveredTime(f.From > f.FromOn ? f.From : f.FromOn, f.Until is { } left && f.UntilOn is { } end ? (left < end ? left : end) : f.Until ?? f.UntilOn, f.Category)))];
    }

    /// <summary>The waiting period by the package; none where the package cannot tell it, since nobody is there to be asked.</summary>
    private async Task WaitAsync(IEnumerable<Enrolment> made, Dictionary<Guid, PersonCopy> persons, DateOnly today, CancellationToken ct)
    {
        foreach (var scheme in made.GroupBy(m => (m.Scheme, m.StartOn)))
        {
            if (await schemes.FindOnAsync(scheme.Key.Scheme, scheme.Key.StartOn, ct) is { } inForce)
            {
                scheme.ToList().ForEach(m => m.WaitingUntil = Enrol.Waiting(inForce.Rules, persons[m.PersonId], m.StartOn, m.CountsFrom, today, mustTell: false));
            }
        }
    }

    private static (Guid, string, DateOnly, DateOnly?, EnrolledBy, string?) Same(Enrolment e) => (e.PersonId, e.Scheme, e.StartOn, e.EndOn, e.How, e.Category);

    private static Enrolment Make(PersonCopy person, string scheme, Spell spell, EnrolledBy how, string? category, Change change) => new()
    {
        Id = Guid.CreateVersion7(), PersonId = person.PersonId, PersonNumber = person.RegistrationNumber, Scheme = scheme, StartOn = spell.StartOn, EndOn = spell.EndOn, How = how, Category = category, CountsFrom = spell.StartOn, Derived = true,
        RecordedAt = change.Now, RecordedBy = change.Actor.Name, OpenKey = spell.EndOn is null ? Enrolment.KeyOf(scheme, person.PersonId) : null, Version = 1,
    };
}
