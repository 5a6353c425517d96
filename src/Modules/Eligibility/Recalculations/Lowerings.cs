using Microsoft.EntityFrameworkCore;
using Spmis.Eligibility.Awards;
using Spmis.Values;

namespace Spmis.Eligibility.Recalculations;

/// <summary>From a month on an award is paid this, instead of its decision's amount and all that was added before; what the rule <c>indexed</c> gave stays on top, since it was not reckoned again.</summary>
/// <param name="AwardId">The award.</param>
/// <param name="RecalculationId">The recalculation that found it.</param>
/// <param name="FromMonth">First month of the lower amount.</param>
/// <param name="MonthlyMinor">The lower amount, minor units.</param>
/// <param name="GrantedMinor">The amount of the decision, minor units.</param>
internal sealed record Lowering(Guid AwardId, long RecalculationId, Month FromMonth, long MonthlyMinor, long GrantedMinor);

/// <summary>The approved lowerings of some awards.</summary>
internal sealed class Lowerings
{
    private readonly ILookup<Guid, Lowering> byAward;

    private Lowerings(IEnumerable<Lowering> rows) => byAward = rows.OrderBy(r => r.RecalculationId).ToLookup(r => r.AwardId);

    /// <summary>Those of an award, oldest first.</summary>
    public IEnumerable<Lowering> this[Guid award] => byAward[award];

    /// <summary>Loads them for at most 1,000 awards. Which awards a lowering reaches is what its recalculation found for its last month.</summary>
    public static async Task<Lowerings> OfAsync(EligibilityDb db, IReadOnlyCollection<Guid> awards, CancellationToken ct) => await db.Recalculations.AnyAsync(r => r.LowerFrom != null, ct) ? new(await (
        from d in Lower(db.AwardDifferences.AsNoTracking())
        join r in db.Recalculations.AsNoTracking() on d.RecalculationId equals r.Id
        join a in db.Awards.AsNoTracking() on d.AwardId equals a.Id
        where EF.Parameter(awards).Contains(d.AwardId) && r.LowerFrom != null && d.Month == r.ThroughMonth
        select new Lowering(d.AwardId, r.Id, r.LowerFrom!.Value, d.NowMinor ?? 0, a.MonthlyMinor)).ToListAsync(ct)) : new([]); // Mostly nothing was ever lowered, and then no award is looked up.

    /// <summary>Differences that are less than was granted.</summary>
    public static IQueryable<AwardDifference> Lower(IQueryable<AwardDifference> differences) => differences.Where(d => d.Kind == DifferenceKind.Overpaid || d.Kind == DifferenceKind.LessNotPaid);

    /// <summary>The one that holds in a month.</summary>
    public Lowering? In(Guid award, Month month) => byAward[award].LastOrDefault(l => l.FromMonth <= month);

    /// <summary>The last month of something paid before it was replaced; null when it goes on.</summary>
    public Month? LastMonth(Guid award, Func<Lowering, bool> replaces) => byAward[award].FirstOrDefault(replaces)?.FromMonth.Add(-1);
}
