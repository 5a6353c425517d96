using Microsoft.EntityFrameworkCore;
using Spmis.Eligibility.Copies;
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

/// <summary>Keeps the derived spells of persons true after contribution months, merges or acts changed; set-based, inside the open transaction.</summary>
/// <param name="db">The module's database.</param>
/// <param name="merges">Which records a person has.</param>
public sealed class DeriveEnrolments(EligibilityDb db, Merges merges)
{
    /// <summary>Derives the spells of at most 1,000 records in one scheme, or in all.</summary>
    public async Task HandleAsync(IReadOnlyCollection<Guid> people, string? scheme, Change change, CancellationToken ct)
    {
        var roots = await merges.RootsAsync(people, ct);
        var records = await merges.RecordsOfAsync([.. roots.Values], ct);
        var (ids, touched) = (records.Keys.ToList(), people.Concat(roots.Values).Distinct().ToList());
        var spells = await db.Enrolments.IgnoreQueryFilters().AsNoTracking().Where(e => ids.Contains(e.PersonId) && (scheme == null || e.Scheme == scheme)).ToListAsync(ct);
        var years = await db.ContributionYears.AsNoTracking().Where(y => touched.Contains(y.PersonId) && (scheme == null || y.Scheme == scheme)).ToListAsync(ct);
        var numbers = await db.Persons.IgnoreQueryFilters().AsNoTracking().Where(p => touched.Contains(p.PersonId)).ToDictionaryAsync(p => p.PersonId, p => p.RegistrationNumber, ct);
        List<Enrolment> now = [];
        foreach (var group in years.GroupBy(y => (y.PersonId, y.Scheme)).Where(g => numbers.ContainsKey(g.Key.PersonId)))
        {
            var (person, name) = group.Key;
            var acts = spells.Where(e => !e.Derived && e.Scheme == name && records.GetValueOrDefault(e.PersonId) == records.GetValueOrDefault(person)).Select(e => new Spell(e.StartOn, e.EndOn));
            now.AddRange(DeriveSpells.Of(group.SelectMany(y => y.Contributed()), acts).Select(s => Make(person, numbers[person], name, s, change)));
        }

        var before = spells.Where(e => e.Derived && touched.Contains(e.PersonId)).ToDictionary(Same);
        var (gone, made) = (before.Where(b => !now.Any(n => Same(n) == b.Key)).Select(b => b.Value.Id).ToList(), now.Where(n => !before.ContainsKey(Same(n))).ToList());
        if (gone.Count + made.Count > 0)
        {
            await db.Enrolments.IgnoreQueryFilters().Where(e => gone.Contains(e.Id)).ExecuteDeleteAsync(ct);
            await db.BulkInsertAsync(made, ct);
            db.RecordBulk(change, nameof(Enrolment), $"derived from contribution months{(scheme is null ? "" : $" of {scheme}")}", new { made = made.Count, replaced = gone.Count });
        }
    }

    private static (Guid, string, DateOnly, DateOnly?) Same(Enrolment e) => (e.PersonId, e.Scheme, e.StartOn, e.EndOn);

    private static Enrolment Make(Guid person, string number, string scheme, Spell spell, Change change) => new()
    {
        Id = Guid.CreateVersion7(), PersonId = person, PersonNumber = number, Scheme = scheme, StartOn = spell.StartOn, EndOn = spell.EndOn, How = EnrolledBy.Employment, CountsFrom = spell.StartOn, Derived = true,
        RecordedAt = change.Now, RecordedBy = change.Actor.Name, OpenKey = spell.EndOn is null ? Enrolment.KeyOf(scheme, person) : null, Version = 1,
    };
}
