using Microsoft.EntityFrameworkCore;

namespace Spmis.Contributions.Copies;

/// <summary>Whose record a person's contributions belong to now.</summary>
public sealed class Merges(ContributionsDb db)
{
    private const int DeepestChain = 32;
    private const int MostPersons = 1000;

    /// <summary>For each of at most 1,000 persons the record that stays in use: the person itself, or whoever it was merged into.</summary>
    public async Task<Dictionary<Guid, Guid>> RootsAsync(IReadOnlyCollection<Guid> persons, CancellationToken ct)
    {
        var roots = persons.Distinct().ToDictionary(p => p);
        var open = roots.Keys.ToList();
        for (var depth = 0; open.Count > 0; depth++)
        {
            if (depth == DeepestChain)
            {
                throw new InvalidOperationException("Persons are merged in a circle; Registration must undo one of the merges.");
            }

            // Of two merges of one record the later decision holds; version 7 ids are in the order of time.
            var next = (await db.Set<PersonMerge>().AsNoTracking().Where(m => open.Contains(m.MergedId) && !m.Undone).ToListAsync(ct))
                .GroupBy(m => m.MergedId).ToDictionary(g => g.Key, g => g.MaxBy(m => m.MergeId)?.SurvivorId ?? g.Key);
            foreach (var (person, root) in roots.Where(r => next.ContainsKey(r.Value)).ToList())
            {
                roots[person] = next[root];
            }

            open = [.. next.Values.Distinct()];
        }

        return roots;
    }

    /// <summary>Everybody whose record in use is one of these, themselves included; to each its record in use.</summary>
    /// <param name="roots">At most 1,000 records in use.</param>
    /// <param name="ct">Cancels.</param>
    public async Task<Dictionary<Guid, Guid>> MembersAsync(IReadOnlyCollection<Guid> roots, CancellationToken ct)
    {
        var wanted = roots.ToHashSet();
        var seen = wanted.ToHashSet();
        for (var open = seen.ToList(); open.Count > 0;)
        {
            var survivors = open;
            open = [.. (await db.Set<PersonMerge>().AsNoTracking().Where(m => survivors.Contains(m.SurvivorId) && !m.Undone).Select(m => m.MergedId).Distinct().ToListAsync(ct)).Where(seen.Add)];
        }

        Dictionary<Guid, Guid> members = [];
        foreach (var part in seen.Chunk(MostPersons))
        {
            foreach (var (person, root) in (await RootsAsync(part, ct)).Where(r => wanted.Contains(r.Value)))
            {
                members[person] = root;
            }
        }

        return members;
    }
}
