using Microsoft.EntityFrameworkCore;
using Spmis.Registration.Duplicates;

namespace Spmis.Registration.Restrictions;

/// <summary>Restrictions when records are made one, or two again. Each stays with the record it was put on, and holds for all that are one person.</summary>
internal static class MergedRestrictions
{
    /// <summary>After records were made one: what stands for either stands for both. A run over many pairs asks once and looks at the few.</summary>
    public static async Task FollowAsync(RegistrationDb db, IReadOnlyList<MergePair> pairs, CancellationToken ct)
    {
        var told = await OnePerson.ToldOfAsync(db, [.. pairs.SelectMany(p => new[] { p.SurvivorId, p.MergedId })], ct);
        if (told.Count > 0)
        {
            await OnePerson.TellAsync(db, pairs.Where(p => told.Contains(p.SurvivorId) || told.Contains(p.MergedId)).Select(p => p.SurvivorId), ct);
        }
    }

    /// <summary>After a merge was undone: each record has its own again. What was placed while they were one is put on both, because nobody can say whom it was to protect; it can be lifted from the other.</summary>
    public static async Task BackAsync(RegistrationDb db, Merge merge, CancellationToken ct)
    {
        if ((await OnePerson.ToldOfAsync(db, [merge.SurvivorId, merge.MergedId], ct)).Count == 0)
        {
            return;
        }

        var meanwhile = await db.Restrictions.IgnoreQueryFilters().Where(r => r.PersonId == merge.SurvivorId && r.LiftedAt == null && r.PlacedAt >= merge.At).SingleOrDefaultAsync(ct);
        if (meanwhile is { } r && !await db.Restrictions.IgnoreQueryFilters().AnyAsync(o => o.PersonId == merge.MergedId && o.LiftedAt == null, ct))
        {
            db.Add(new Restriction
            {
                Id = Guid.CreateVersion7(), PersonId = merge.MergedId, Kind = r.Kind, Reason = r.Reason, From = r.From, Until = r.Until, PlacedAt = r.PlacedAt, PlacedBy = r.PlacedBy, OpenKey = Restriction.KeyOf(merge.MergedId),
            });
        }

        await OnePerson.TellAsync(db, [merge.SurvivorId, merge.MergedId], ct);
    }
}
