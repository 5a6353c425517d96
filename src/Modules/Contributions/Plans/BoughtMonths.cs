using Microsoft.EntityFrameworkCore;
using Spmis.Contributions.Copies;
using Spmis.Contributions.Receipts;
using Spmis.Values;

namespace Spmis.Contributions.Plans;

/// <summary>The months some persons bought under plans in a scheme.</summary>
internal sealed class BoughtMonths
{
    private const int MostIds = 500;
    private readonly Dictionary<(Guid Person, Month Month), PlanMonth> months;

    private BoughtMonths(Dictionary<(Guid, Month), PlanMonth> months) => this.months = months;

    /// <summary>Of records that were merged and both bought a month, the record in use decides what it costs.</summary>
    /// <param name="db">The database.</param>
    /// <param name="scheme">The scheme.</param>
    /// <param name="persons">Records in use.</param>
    /// <param name="range">First and last month.</param>
    /// <param name="ct">Cancels.</param>
    public static async Task<BoughtMonths> ReadAsync(ContributionsDb db, string scheme, IReadOnlyCollection<Guid> persons, (Month From, Month To) range, CancellationToken ct)
    {
        var (from, to) = range;
        List<PlanMonth> found = [];
        foreach (var some in persons.Order().Chunk(MostIds))
        {
            found.AddRange(await db.Set<PlanMonth>().AsNoTracking().Where(m => some.Contains(m.PersonId) && m.Scheme == scheme && m.Month >= from && m.Month <= to).ToListAsync(ct));
        }

        return new BoughtMonths(found.GroupBy(m => (m.PersonId, m.Month)).ToDictionary(g => g.Key, g => g.OrderBy(m => m.DeclaredPersonId != m.PersonId).ThenBy(m => m.Id).First()));
    }

    /// <summary>The month as it was bought; null when it was not.</summary>
    public PlanMonth? Find(Guid person, Month month) => months.GetValueOrDefault((person, month));

    /// <summary>What payments of a month count for.</summary>
    public OwnTerms Terms(SchemeRules.Session rules, Guid person, Month month) => Find(person, month) is { } bought ? OwnTerms.At(bought.PriceMinor, bought.BaseMinor) : OwnTerms.ByEarnings(rules, month);
}
