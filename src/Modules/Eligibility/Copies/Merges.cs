using Microsoft.EntityFrameworkCore;

namespace Spmis.Eligibility.Copies;

/// <summary>Who a record is now, merges taken into account.</summary>
/// <param name="db">The module's database.</param>
public sealed class Merges(EligibilityDb db)
{
    private const int DeepestChain = 32;

    /// <summary>For each of at most 1,000 persons the record in use: itself, or the one it was merged into.</summary>
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
            var next = (await db.Merges.AsNoTracking().Where(m => open.Contains(m.MergedId) && !m.Undone).ToListAsync(ct))
                .GroupBy(m => m.MergedId).ToDictionary(g => g.Key, g => g.MaxBy(m => m.MergeId)?.SurvivorId ?? g.Key);
            foreach (var (person, root) in roots.Where(r => next.ContainsKey(r.Value)).ToList())
            {
                roots[person] = next[root];
            }

            open = [.. next.Values.Distinct()];
        }

        return roots;
    }

    /// <summary>All records of at most 1,000 persons in use, each with the person: the one in use, and those merged into it directly or by way of others.</summary>
    public async Task<Dictionary<Guid, Guid>> RecordsOfAsync(IReadOnlyCollection<Guid> persons, CancellationToken ct)
    {
        var records = persons.Distinct().ToDictionary(p => p);
        var open = records.Keys.ToList();
        for (var depth = 0; open.Count > 0 && depth < DeepestChain; depth++)
        {
            var merged = await db.Merges.AsNoTracking().Where(m => open.Contains(m.SurvivorId) && !m.Undone).Select(m => new { m.MergedId, m.SurvivorId }).ToListAsync(ct);
            open = [.. merged.Where(m => records.TryAdd(m.MergedId, records[m.SurvivorId])).Select(m => m.MergedId)];
        }

        return records;
    }
}
