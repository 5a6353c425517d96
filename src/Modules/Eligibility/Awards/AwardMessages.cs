using Microsoft.EntityFrameworkCore;
using Spmis.Contracts.Eligibility;
using Spmis.Eligibility.Clearance;
using Spmis.Eligibility.Indexations;
using Spmis.Eligibility.Recalculations;
using Spmis.Values;

namespace Spmis.Eligibility.Awards;

internal static class AwardMessages
{
    /// <summary>Rows of one message.</summary>
    public const int Most = 1_000;

    /// <summary>Tells the other modules how these awards stand, with their approved arrears, increases and lower amounts; those not approved yet are nobody's business. No payment release may overtake it.</summary>
    public static Task PublishAwardsAsync(this EligibilityDb db, IEnumerable<Award> awards, CancellationToken ct) => PublishToldAsync(db, awards.Where(a => a.ApprovedAt is not null).Select(ToldAward.Of), ct);

    /// <summary>The same of rows that were read for it.</summary>
    /// <returns>Those told.</returns>
    public static async Task<List<ToldAward>> PublishAwardsAsync(this EligibilityDb db, IQueryable<Award> awards, CancellationToken ct)
    {
        var told = await awards.AsNoTracking().Where(a => a.ApprovedAt != null).Select(ToldAward.Columns).ToListAsync(ct);
        await PublishToldAsync(db, told, ct);
        return told;
    }

    private static async Task PublishToldAsync(EligibilityDb db, IEnumerable<ToldAward> awards, CancellationToken ct)
    {
        foreach (var chunk in awards.OrderBy(a => a.Number, StringComparer.Ordinal).Chunk(Most))
        {
            // Whether their schemes have anything approved beside the awards is one look at a short table; without it each award is looked up in tables that have nothing for it.
            var schemes = chunk.Select(a => a.Scheme).Distinct().ToList();
            var recalculated = await db.Recalculations.AnyAsync(r => r.PayMonth != null && schemes.Contains(r.Scheme), ct);
            var raised = await db.Indexations.AnyAsync(x => x.ApprovedAt != null && schemes.Contains(x.Scheme), ct);
            var arrears = recalculated ? await ArrearsAsync(db, chunk, ct) : [];
            var increases = recalculated ? await IncreasesAsync(db, chunk, ct) : [];
            var indexed = raised ? await IndexedAsync(db, chunk, ct) : [];
            var lowered = await Lowerings.OfAsync(db, [.. chunk.Select(a => a.Id)], ct);
            var mains = chunk.Select(a => Until(a.ToFacts(), lowered.LastMonth(a.Id, _ => true)));
            var told = mains.Concat(arrears).Concat(increases.Select(x => Until(x.Facts, lowered.LastMonth(x.Facts.AwardId, l => l.RecalculationId > x.RecalculationId))))
                .Concat(indexed.Select(x => x.Basis == IndexationBasis.Rule ? x.Facts : Until(x.Facts, lowered.LastMonth(x.Facts.AwardId, l => l.FromMonth > x.FromMonth))))
                .Concat(chunk.SelectMany(a => LoweredOf(a, lowered)));
            foreach (var message in told.Chunk(Most))
            {
                db.ClearanceMessages.Add(new ClearanceMessage { MessageId = db.Publish(new AwardsDecided { Awards = message }) });
            }
        }
    }

    /// <summary>The lower amounts, each from its month until the next one takes its place. One of nothing ended the award and is not told.</summary>
    private static IEnumerable<AwardFacts> LoweredOf(ToldAward award, Lowerings lowered) => lowered[award.Id].Where(l => l.MonthlyMinor > 0).Select(l => Until(
        award.ToFacts() with { Component = Recalculation.LowerOf(l.RecalculationId), MonthlyMinor = l.MonthlyMinor, FromMonth = l.FromMonth.Code },
        lowered.LastMonth(award.Id, next => next.RecalculationId > l.RecalculationId)));

    private static AwardFacts Until(AwardFacts facts, Month? last) => last is { } month && !(facts.ToMonth <= month.Code) ? facts with { ToMonth = month.Code } : facts;

    /// <summary>Approved arrears: one sum a recalculation, paid once, with the month of the approval. A death, a merge or a suspension concerns them as it does the award.</summary>
    private static async Task<List<AwardFacts>> ArrearsAsync(EligibilityDb db, IReadOnlyList<ToldAward> awards, CancellationToken ct)
    {
        var byId = awards.ToDictionary(a => a.Id);
        var ids = byId.Keys.ToList();
        var sums = await (
            from d in db.AwardDifferences.AsNoTracking()
            join r in db.Recalculations.AsNoTracking() on d.RecalculationId equals r.Id
            where r.PayMonth != null && d.Kind == DifferenceKind.Arrears && EF.Parameter(ids).Contains(d.AwardId)
            group d by new { d.AwardId, d.RecalculationId, r.PayMonth } into g
            select new { g.Key.AwardId, g.Key.RecalculationId, g.Key.PayMonth, Minor = g.Sum(d => d.DifferenceMinor) }).ToListAsync(ct);
        // Of an award ended within those months, as one that was suspended and is not taken up again, the months behind its end are owed to nobody. With none left it is told with no month, since it may have been told before.
        var ended = sums.Select(s => s.AwardId).Distinct().Where(id => byId[id].EndedAfter is not null).ToList();
        var behind = ended.Count == 0 ? [] : (await db.AwardDifferences.AsNoTracking().Where(d => ended.Contains(d.AwardId) && d.Kind == DifferenceKind.Arrears).Select(d => new { d.AwardId, d.RecalculationId, d.Month, d.DifferenceMinor }).ToListAsync(ct))
            .Where(d => d.Month > byId[d.AwardId].EndedAfter).GroupBy(d => (d.AwardId, d.RecalculationId)).ToDictionary(g => g.Key, g => g.Sum(d => d.DifferenceMinor));
        var left = sums.ToDictionary(s => (s.AwardId, s.RecalculationId), s => s.Minor - behind.GetValueOrDefault((s.AwardId, s.RecalculationId)));
        return [.. sums.Where(s => s.PayMonth is not null).OrderBy(s => byId[s.AwardId].Number, StringComparer.Ordinal).ThenBy(s => s.RecalculationId).Select(s => byId[s.AwardId].ToFacts() with
        {
            Component = Recalculation.ArrearsOf(s.RecalculationId), MonthlyMinor = left[(s.AwardId, s.RecalculationId)] is > 0 and var owed ? owed : s.Minor, FromMonth = s.PayMonth?.Code ?? 0, ToMonth = left[(s.AwardId, s.RecalculationId)] > 0 ? s.PayMonth?.Code : s.PayMonth?.Add(-1).Code,
        })];
    }

    /// <summary>What an approved indexation gives more, from its month as long as the award. One that begins behind the award's end is told all the same, since it may have been told open before.</summary>
    private static async Task<List<(AwardFacts Facts, IndexationBasis Basis, Month FromMonth)>> IndexedAsync(EligibilityDb db, IReadOnlyList<ToldAward> awards, CancellationToken ct)
    {
        var byId = awards.ToDictionary(a => a.Id);
        var ids = byId.Keys.ToList();
        var rows = await (
            from l in db.IndexationLines.AsNoTracking()
            join x in db.Indexations.AsNoTracking() on l.IndexationId equals x.Id
            where x.ApprovedAt != null && l.ChangeMinor > 0 && EF.Parameter(ids).Contains(l.AwardId)
            orderby l.AwardNumber, l.IndexationId
            select new { l.AwardId, l.IndexationId, l.ChangeMinor, x.FromMonth, x.Basis }).ToListAsync(ct);
        return [.. rows.Select(x => (byId[x.AwardId].ToFacts() with { Component = Indexation.ComponentOf(x.IndexationId), MonthlyMinor = x.ChangeMinor, FromMonth = x.FromMonth.Code }, x.Basis, x.FromMonth))];
    }

    /// <summary>What an approved recalculation gives more in its last month goes on from the next, as long as the award. Told also when the award ended before, since it may have been told open.</summary>
    private static async Task<List<(AwardFacts Facts, long RecalculationId)>> IncreasesAsync(EligibilityDb db, IReadOnlyList<ToldAward> awards, CancellationToken ct)
    {
        var byId = awards.ToDictionary(a => a.Id);
        var ids = byId.Keys.ToList();
        var rows = await (
            from d in db.AwardDifferences.AsNoTracking()
            join r in db.Recalculations.AsNoTracking() on d.RecalculationId equals r.Id
            where r.PayMonth != null && d.Month == r.ThroughMonth && d.Kind == DifferenceKind.Arrears && EF.Parameter(ids).Contains(d.AwardId)
            orderby d.AwardNumber, d.RecalculationId
            select new { d.AwardId, d.RecalculationId, d.DifferenceMinor, r.ThroughMonth }).ToListAsync(ct);
        return [.. rows.Select(x => (byId[x.AwardId].ToFacts() with
        {
            Component = Recalculation.IncreaseOf(x.RecalculationId), MonthlyMinor = x.DifferenceMinor, FromMonth = x.ThroughMonth.Add(1).Code,
        }, x.RecalculationId))];
    }
}
