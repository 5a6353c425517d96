using Microsoft.EntityFrameworkCore;
using Spmis.Contracts.Registration;
using Spmis.Kernel.Data;
using Spmis.Registration.Persons;

namespace Spmis.Registration.Restrictions;

/// <summary>Records that are one person, and what is told of their restriction: the widest of all that are open among them.</summary>
internal static class OnePerson
{
    private const int InMessage = 1_000;

    /// <summary>The record in use and all merged into it, directly or through others, as they are tracked in this transaction.</summary>
    public static async Task<IReadOnlyList<Person>> OfAsync(RegistrationDb db, Guid root, CancellationToken ct)
    {
        List<Person> all = [await db.PersonsAnywhere.SingleAsync(p => p.Id == root, ct)];
        List<Guid> level = [root];
        while (level.Count > 0)
        {
            var ids = level;
            await db.PersonsAnywhere.Where(p => p.MergedIntoId != null && ids.Contains(p.MergedIntoId.Value)).LoadAsync(ct);
            List<Person> next = [.. db.Persons.Local.Where(p => p.MergedIntoId is { } into && ids.Contains(into))];
            all.AddRange(next);
            level = next.ConvertAll(p => p.Id);
        }

        return all;
    }

    /// <summary>Restrictions of these records that are not lifted, with those of this transaction.</summary>
    public static async Task<IReadOnlyList<Restriction>> OpenAsync(RegistrationDb db, IReadOnlyList<Person> records, CancellationToken ct)
    {
        var ids = records.Select(p => p.Id).ToHashSet();
        await db.Restrictions.IgnoreQueryFilters().Where(r => ids.Contains(r.PersonId) && r.LiftedAt == null).LoadAsync(ct);
        return [.. db.Restrictions.Local.Where(r => ids.Contains(r.PersonId) && r.LiftedAt is null).OrderBy(r => r.PlacedAt).ThenBy(r => r.Id)];
    }

    /// <summary>Writes down for all records of each person what stands, and tells the other modules, with the next save.</summary>
    public static async Task TellAsync(RegistrationDb db, IEnumerable<Guid> roots, CancellationToken ct)
    {
        List<RestrictionFacts> facts = [];
        foreach (var root in roots.Distinct())
        {
            var records = await OfAsync(db, root, ct);
            var open = await OpenAsync(db, records, ct);
            var office = await OfficeAsync(db, records[0], ct);
            foreach (var record in records)
            {
                if (await KeepAsync(db, record, open, office, ct) is { } told)
                {
                    facts.Add(told);
                }
            }
        }

        foreach (var page in facts.Chunk(InMessage))
        {
            db.Publish(new PersonsRestricted { Persons = page });
        }
    }

    /// <summary>Has all modules know a record by number and id, with the next save; one that they know already stays as it is.</summary>
    public static async Task NameAsync(RegistrationDb db, Person record, CancellationToken ct)
    {
        if (!await db.Restricted.AnyAsync(r => r.PersonId == record.Id, ct))
        {
            var office = await OfficeAsync(db, record, ct);
            db.Restricted.Add(new RestrictedPerson { PersonId = record.Id, Number = record.Number, Office = office, Version = 1 });
            db.Publish(new PersonsRestricted { Persons = [new RestrictionFacts { PersonId = record.Id, Number = record.Number, Office = office, Version = 1 }] });
        }
    }

    /// <summary>Persons among these of whom something was told that stands or will; the few that a bulk act has to look at.</summary>
    public static async Task<IReadOnlyCollection<Guid>> ToldOfAsync(RegistrationDb db, IReadOnlyCollection<Guid> persons, CancellationToken ct) =>
        await db.Restricted.AsNoTracking().Where(r => persons.Contains(r.PersonId) && r.From != null).Select(r => r.PersonId).ToListAsync(ct);

    /// <summary>The name of the office that keeps a record; its code where nobody told the name.</summary>
    public static async Task<string?> OfficeAsync(RegistrationDb db, Person person, CancellationToken ct) =>
        person.Office is null ? null : await db.OfficeCopies.Where(o => o.Code == person.Office).Select(o => o.Name).SingleOrDefaultAsync(ct) ?? person.Office;

    private static async Task<RestrictionFacts?> KeepAsync(RegistrationDb db, Person record, IReadOnlyList<Restriction> open, string? office, CancellationToken ct)
    {
        var row = await db.Restricted.SingleOrDefaultAsync(r => r.PersonId == record.Id, ct);
        if (row is null && open.Count == 0)
        {
            return null; // Nothing was ever told.
        }

        if (row is null)
        {
            row = new RestrictedPerson { PersonId = record.Id, Number = record.Number, Version = 0 };
            db.Restricted.Add(row);
        }

        row.From = open.Count == 0 ? null : open.Min(r => r.From);
        row.Until = open.Count == 0 || open.Any(r => r.Until is null) ? null : open.Max(r => r.Until);
        (row.Office, row.Version) = (office, row.Version + 1);
        return new RestrictionFacts { PersonId = record.Id, Number = record.Number, From = row.From, Until = row.Until, Office = office, Version = row.Version };
    }
}
