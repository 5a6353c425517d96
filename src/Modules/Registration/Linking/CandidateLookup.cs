using Microsoft.EntityFrameworkCore;
using Spmis.Linkage;

namespace Spmis.Registration.Linking;

/// <summary>Who might be the same person: those who share a blocking key, most shared keys first. Work for a set of persons takes a handful of queries, whatever its size.</summary>
/// <param name="db">The key table.</param>
public sealed class CandidateLookup(RegistrationDb db)
{
    /// <summary>The most persons scored for one.</summary>
    public const int MostCandidates = 500;

    private const int MostHits = 4_000;
    private const int Page = 1_000;

    /// <summary>Ids of candidates for each of the persons, in their order.</summary>
    public async Task<IReadOnlyList<IReadOnlyList<Guid>>> FindAsync(IReadOnlyList<NormalisedPerson> persons, CancellationToken ct)
    {
        var keysOf = persons.Select(BlockingKeys.Of).ToList();
        var sizes = await SizesAsync(keysOf.SelectMany(k => k).Distinct(), ct);
        var chosen = keysOf.Select(keys => Selective(keys, sizes)).ToList();
        var members = await MembersAsync(chosen.SelectMany(k => k).Distinct(), ct);
        return [.. chosen.Select((keys, i) => Rank(keys, members, persons[i].Id))];
    }

    /// <summary>The persons of these ids, ready to be scored; those merged into others are left out.</summary>
    public async Task<IReadOnlyDictionary<Guid, NormalisedPerson>> LoadAsync(IEnumerable<Guid> ids, CancellationToken ct)
    {
        var loaded = new Dictionary<Guid, NormalisedPerson>();
        foreach (var page in ids.Distinct().Chunk(Page))
        {
            foreach (var row in await LinkageInput.Rows(db.PersonsAnywhere.AsNoTracking().Where(p => page.Contains(p.Id) && p.MergedIntoId == null)).ToListAsync(ct))
            {
                loaded[row.Id] = Normaliser.Normalise(row.ToLinkage());
            }
        }

        return loaded;
    }

    private async Task<Dictionary<long, int>> SizesAsync(IEnumerable<long> keys, CancellationToken ct)
    {
        var sizes = new Dictionary<long, int>();
        foreach (var page in keys.Chunk(Page))
        {
            foreach (var block in await db.PersonKeys.Where(k => page.Contains(k.Key)).GroupBy(k => k.Key).Select(g => new { g.Key, Count = g.Count() }).ToListAsync(ct))
            {
                sizes[block.Key] = block.Count;
            }
        }

        return sizes;
    }

    /// <summary>The smallest blocks first, until there are enough persons: a phone that thousands share adds nobody when rarer facts lead to some.</summary>
    private static List<long> Selective(IReadOnlyList<long> keys, Dictionary<long, int> sizes)
    {
        List<long> taken = [];
        var hits = 0;
        foreach (var key in keys.Where(sizes.ContainsKey).OrderBy(k => sizes[k]))
        {
            hits += sizes[key];
            if (taken.Count > 0 && hits > MostHits)
            {
                break;
            }

            taken.Add(key);
        }

        return taken;
    }

    private async Task<Dictionary<long, List<Guid>>> MembersAsync(IEnumerable<long> keys, CancellationToken ct)
    {
        var members = new Dictionary<long, List<Guid>>();
        foreach (var page in keys.Chunk(Page))
        {
            foreach (var row in await db.PersonKeys.AsNoTracking().Where(k => page.Contains(k.Key)).OrderBy(k => k.Key).ThenBy(k => k.PersonId).Take(200_000).ToListAsync(ct))
            {
                if (!members.TryGetValue(row.Key, out var list))
                {
                    members[row.Key] = list = [];
                }

                list.Add(row.PersonId);
            }
        }

        return members;
    }

    private static List<Guid> Rank(List<long> keys, Dictionary<long, List<Guid>> members, Guid self) =>
        [.. keys.SelectMany(k => members.GetValueOrDefault(k) ?? []).Where(id => id != self).CountBy(id => id)
            .OrderByDescending(c => c.Value).ThenBy(c => c.Key).Take(MostCandidates).Select(c => c.Key)];
}
