using Microsoft.EntityFrameworkCore;
using Spmis.Linkage;
using Spmis.Registration.Linking;

namespace Spmis.Registration.Persons;

/// <summary>Keeps search names and blocking keys in step with the facts. A survivor is also found under the keys of the records merged into it.</summary>
internal static class PersonKeyRows
{
    /// <summary>Writes them anew for tracked persons; a merged one loses its keys to its survivor.</summary>
    public static async Task RewriteAsync(RegistrationDb db, IReadOnlyCollection<Person> persons, CancellationToken ct)
    {
        List<PersonKey> rows = [];
        foreach (var person in persons)
        {
            var folded = LinkageInput.Fold(person);
            LinkageInput.Index(person, folded);
            if (person.MergedIntoId is null)
            {
                rows.AddRange(Intake.KeysOf(person.Id, folded));
            }
        }

        var survivors = persons.Where(p => p.MergedIntoId is null).Select(p => p.Id).ToList();
        foreach (var (survivor, merged) in await MergedIntoAsync(db, survivors, ct))
        {
            rows.AddRange(Intake.KeysOf(survivor, LinkageInput.Fold(merged)));
        }

        foreach (var ids in persons.Select(p => p.Id).Chunk(1_000))
        {
            await db.PersonKeys.Where(k => ids.Contains(k.PersonId)).ExecuteDeleteAsync(ct);
        }

        await db.BulkInsertAsync([.. rows.DistinctBy(r => (r.PersonId, r.Key))], ct);
    }

    /// <summary>Everybody merged into these persons, directly or through others. Changes not saved yet are seen, because the rows are tracked.</summary>
    private static async Task<List<(Guid Survivor, Person Merged)>> MergedIntoAsync(RegistrationDb db, List<Guid> survivors, CancellationToken ct)
    {
        List<(Guid, Person)> found = [];
        var level = survivors.ToDictionary(id => id, id => id);
        while (level.Count > 0)
        {
            var ids = level.Keys.ToList();
            foreach (var page in ids.Chunk(1_000))
            {
                await db.PersonsAnywhere.Where(p => p.MergedIntoId != null && page.Contains(p.MergedIntoId.Value)).LoadAsync(ct);
            }

            var next = new Dictionary<Guid, Guid>();
            foreach (var person in db.Persons.Local.Where(p => p.MergedIntoId is { } into && level.ContainsKey(into)))
            {
                next[person.Id] = level[person.MergedIntoId!.Value]; // Filtered just above.
                found.Add((next[person.Id], person));
            }

            level = next;
        }

        return found;
    }
}
