using Microsoft.EntityFrameworkCore;
using Spmis.Contracts.Eligibility;
using Spmis.Eligibility.Clearance;
using Spmis.Eligibility.Indexations;
using Spmis.Eligibility.Recalculations;

namespace Spmis.Eligibility.Awards;

internal static class AwardMessages
{
    /// <summary>Rows of one message.</summary>
    public const int Most = 1_000;

    /// <summary>Tells the other modules how these awards stand, with their approved arrears and increases; those not approved yet are nobody's business. No payment release may overtake it.</summary>
    public static async Task PublishAwardsAsync(this EligibilityDb db, IEnumerable<Award> awards, CancellationToken ct)
    {
        foreach (var chunk in awards.Where(a => a.ApprovedAt is not null).OrderBy(a => a.Number, StringComparer.Ordinal).Chunk(Most))
        {
            var arrears = await ArrearsAsync(db, chunk, ct);
            var increases = await IncreasesAsync(db, chunk, ct);
            var indexed = await IndexedAsync(db, chunk, ct);
            foreach (var message in chunk.Select(a => a.ToFacts()).Concat(arrears).Concat(increases).Concat(indexed).Chunk(Most))
            {
                db.ClearanceMessages.Add(new ClearanceMessage { MessageId = db.Publish(new AwardsDecided { Awards = message }) });
            }
        }
    }

    /// <summary>Approved arrears: one sum a recalculation, paid once, with the month of the approval. A death, a merge or a suspension concerns them as it does the award.</summary>
    private static async Task<List<AwardFacts>> ArrearsAsync(EligibilityDb db, IReadOnlyList<Award> awards, CancellationToken ct)
    {
        var byId = awards.ToDictionary(a => a.Id);
        var ids = byId.Keys.ToList();
        var sums = await (
            from d in db.AwardDifferences.AsNoTracking()
            join r in db.Recalculations.AsNoTracking() on d.RecalculationId equals r.Id
            where r.PayMonth != null && d.Kind == DifferenceKind.Arrears && ids.Contains(d.AwardId)
            group d by new { d.AwardId, d.RecalculationId, r.PayMonth } into g
            select new { g.Key.AwardId, g.Key.RecalculationId, g.Key.PayMonth, Minor = g.Sum(d => d.DifferenceMinor) }).ToListAsync(ct);
        return [.. sums.Where(s => s.PayMonth is not null).OrderBy(s => byId[s.AwardId].Number, StringComparer.Ordinal).ThenBy(s => s.RecalculationId).Select(s => byId[s.AwardId].ToFacts() with
        {
            Component = Recalculation.ArrearsOf(s.RecalculationId), MonthlyMinor = s.Minor, FromMonth = s.PayMonth?.Code ?? 0, ToMonth = s.PayMonth?.Code,
        })];
    }

    /// <summary>What an approved indexation gives more, from its month as long as the award. One that begins behind the award's end is told all the same, since it may have been told open before.</summary>
    private static async Task<List<AwardFacts>> IndexedAsync(EligibilityDb db, IReadOnlyList<Award> awards, CancellationToken ct)
    {
        var byId = awards.ToDictionary(a => a.Id);
        var ids = byId.Keys.ToList();
        var rows = await (
            from l in db.IndexationLines.AsNoTracking()
            join x in db.Indexations.AsNoTracking() on l.IndexationId equals x.Id
            where x.ApprovedAt != null && l.ChangeMinor > 0 && ids.Contains(l.AwardId)
            orderby l.AwardNumber, l.IndexationId
            select new { l.AwardId, l.IndexationId, l.ChangeMinor, x.FromMonth }).ToListAsync(ct);
        return [.. rows.Select(x => byId[x.AwardId].ToFacts() with { Component = Indexation.ComponentOf(x.IndexationId), MonthlyMinor = x.ChangeMinor, FromMonth = x.FromMonth.Code })];
    }

    /// <summary>What an approved recalculation gives more in its last month goes on from the next, as long as the award. Told also when the award ended before, since it may have been told open.</summary>
    private static async Task<List<AwardFacts>> IncreasesAsync(EligibilityDb db, IReadOnlyList<Award> awards, CancellationToken ct)
    {
        var byId = awards.ToDictionary(a => a.Id);
        var ids = byId.Keys.ToList();
        var rows = await (
            from d in db.AwardDifferences.AsNoTracking()
            join r in db.Recalculations.AsNoTracking() on d.RecalculationId equals r.Id
            where r.PayMonth != null && d.Month == r.ThroughMonth && d.Kind == DifferenceKind.Arrears && ids.Contains(d.AwardId)
            orderby d.AwardNumber, d.RecalculationId
            select new { d.AwardId, d.RecalculationId, d.DifferenceMinor, r.ThroughMonth }).ToListAsync(ct);
        return [.. rows.Select(x => byId[x.AwardId].ToFacts() with
        {
            Component = Recalculation.IncreaseOf(x.RecalculationId), MonthlyMinor = x.DifferenceMinor, FromMonth = x.ThroughMonth.Add(1).Code,
        })];
    }
}
