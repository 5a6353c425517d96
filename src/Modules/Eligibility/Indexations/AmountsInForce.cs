using Microsoft.EntityFrameworkCore;
using Spmis.Eligibility.Recalculations;
using Spmis.Values;

namespace Spmis.Eligibility.Indexations;

/// <summary>What an approved indexation gave an award.</summary>
/// <param name="IndexationId">The indexation.</param>
/// <param name="FromMonth">From this month.</param>
/// <param name="ChangeMinor">So much more a month, minor units.</param>
public sealed record RaisedBy(long IndexationId, Month FromMonth, long ChangeMinor);

/// <summary>What awards are paid a month beside the amount of their decision.</summary>
internal static class AmountsInForce
{
    /// <summary>By award, what approved indexations and recalculations give more in a month than the decision, or less, minor units; awards without are left out. At most 1,000 awards.</summary>
    public static async Task<Dictionary<Guid, long>> MoreThanGrantedAsync(EligibilityDb db, IReadOnlyCollection<Guid> awards, Month month, CancellationToken ct)
    {
        // Each award is looked up only where something was approved at all.
        var indexed = !await db.Indexations.AnyAsync(x => x.ApprovedAt != null && x.FromMonth <= month, ct) ? [] : await (
            from l in db.IndexationLines.AsNoTracking()
            join x in db.Indexations.AsNoTracking() on l.IndexationId equals x.Id
            where EF.Parameter(awards).Contains(l.AwardId) && l.ChangeMinor > 0 && x.ApprovedAt != null && x.FromMonth <= month
            select new { l.AwardId, x.Basis, x.FromMonth, Minor = l.ChangeMinor }).ToListAsync(ct);
        var recalculated = !await db.Recalculations.AnyAsync(r => r.ApprovedAt != null && r.ThroughMonth < month, ct) ? [] : await (
            from d in db.AwardDifferences.AsNoTracking()
            join r in db.Recalculations.AsNoTracking() on d.RecalculationId equals r.Id
            where EF.Parameter(awards).Contains(d.AwardId) && r.ApprovedAt != null && d.Month == r.ThroughMonth && d.Kind == DifferenceKind.Arrears && r.ThroughMonth < month
            select new { d.AwardId, d.RecalculationId, Minor = d.DifferenceMinor }).ToListAsync(ct);
        var lowered = await Lowerings.OfAsync(db, awards, ct);
        return indexed.Where(x => x.Basis == IndexationBasis.Rule || !(lowered.In(x.AwardId, month)?.FromMonth > x.FromMonth)).Select(x => (x.AwardId, x.Minor))
            .Concat(recalculated.Where(x => !(lowered.In(x.AwardId, month)?.RecalculationId > x.RecalculationId)).Select(x => (x.AwardId, x.Minor)))
            .Concat(awards.Select(a => lowered.In(a, month)).OfType<Lowering>().Select(l => (l.AwardId, Minor: l.MonthlyMinor - l.GrantedMinor)))
            .GroupBy(x => x.AwardId).ToDictionary(g => g.Key, g => g.Sum(x => x.Minor));
    }

    /// <summary>The approved indexations of one award, oldest first; at most 100.</summary>
    public static Task<List<RaisedBy>> RaisesAsync(EligibilityDb db, Guid award, CancellationToken ct) => (
        from l in db.IndexationLines.AsNoTracking()
        join x in db.Indexations.AsNoTracking() on l.IndexationId equals x.Id
        where l.AwardId == award && l.ChangeMinor > 0 && x.ApprovedAt != null
        orderby x.FromMonth
        select new RaisedBy(x.Id, x.FromMonth, l.ChangeMinor)).Take(100).ToListAsync(ct);
}
