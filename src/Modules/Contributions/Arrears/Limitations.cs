using Microsoft.EntityFrameworkCore;
using Spmis.Contributions.Bills;
using Spmis.Contributions.Copies;
using Spmis.Values;

namespace Spmis.Contributions.Arrears;

/// <summary>
/// Limitation of open debts: by <c>contribution.lapses_on</c> of the scheme's package in force today, from the due day or the last act that interrupted the period (<c>contribution.interrupts</c>) before it ran out;
/// what makes it only stand still (<c>contribution.suspends</c>) adds its days. Interest lapses with the debt it is on: the acts about that debt count for it, and its own. Vouchers not paid are no debt.
/// </summary>
public sealed class Limitations(ContributionsDb db, SchemeBook schemes)
{
    internal const int InChunk = 500;
    private const int MostYears = 60;

    /// <summary>Of each bill; none for those that do not lapse.</summary>
    /// <param name="bills">At most 500.</param>
    /// <param name="today">Decides which package is in force.</param>
    /// <param name="ct">Cancels.</param>
    public Task<IReadOnlyDictionary<Guid, Limitation>> OfAsync(IReadOnlyCollection<Bill> bills, DateOnly today, CancellationToken ct) => WithAsync(bills, null, today, ct);

    /// <summary>The same, as it would be with one act more, or with one in the place of a suit on record.</summary>
    internal async Task<IReadOnlyDictionary<Guid, Limitation>> WithAsync(IReadOnlyCollection<Bill> bills, LimitationAct? more, DateOnly today, CancellationToken ct, long? inPlaceOf = null)
    {
        Dictionary<Guid, Limitation> found = [];
        var rules = await RulesAsync(bills.Where(b => b.Kind != BillKind.DayVouchers).Select(b => b.Scheme), today, ct);
        var asked = bills.Where(b => b.Kind != BillKind.DayVouchers && rules.ContainsKey(b.Scheme)).ToList();
        if (asked.Count == 0)
        {
            return found;
        }

        var lateIds = asked.Select(b => b.LateBillId).OfType<Guid>().Distinct().ToList();
        var late = await db.Set<Bill>().AsNoTracking().Where(b => lateIds.Contains(b.Id)).ToDictionaryAsync(b => b.Id, ct);
        var acts = await LimitationActs.OfAsync(db, [.. asked.Concat(late.Values).DistinctBy(b => b.Id)], inPlaceOf, ct);
        IEnumerable<LimitationAct> ActsOf(Guid bill) => more?.BillId == bill ? acts[bill].Append(more) : acts[bill];
        foreach (var bill in asked)
        {
            var root = bill.LateBillId is { } of ? late[of] : bill;
            if (Limitation.Of(rules[bill.Scheme], root, root.Id == bill.Id ? ActsOf(bill.Id) : ActsOf(bill.Id).Concat(ActsOf(root.Id))) is { } limitation)
            {
                found[bill.Id] = limitation;
            }
        }

        return found;
    }

    /// <summary>Open debts that lapsed, or lapse within so many months when nobody acts, in the order of their payment references, behind one.</summary>
    public async Task<IReadOnlyList<(Bill Bill, Limitation Limitation)>> ListAsync(string? after, int limit, int months, DateOnly today, CancellationToken ct)
    {
        var until = today.AddMonths(months);
        List<(Bill Bill, Limitation Limitation)> found = [];
        var number = PaymentReference.NumberOf(after);
        foreach (var (scheme, dueUntil) in await LastDueAsync(until, today, ct))
        {
            var (from, wanted) = (number, found.Count + limit);
            while (found.Count < wanted && await NextAsync(scheme, dueUntil, from, ct) is { Count: > 0 } bills)
            {
                from = bills[^1].Number;
                var limitations = await OfAsync(bills, today, ct);
                found.AddRange(bills.Where(b => limitations.TryGetValue(b.Id, out var l) && l.LapsesOn <= until).Select(b => (b, limitations[b.Id])));
            }
        }

        return [.. found.OrderBy(f => f.Bill.Number).Take(limit)];
    }

    /// <summary>What is open of a bill and of the interest on it, which lapses with it.</summary>
    internal Task<List<Bill>> DebtsAsync(Guid bill, CancellationToken ct) => db.Set<Bill>().AsNoTracking().Where(b => b.PaidOn == null && (b.Id == bill || b.LateBillId == bill)).OrderBy(b => b.Number).Take(InChunk).ToListAsync(ct);

    /// <summary>The same as money, one amount a currency: what is at stake where it lives again or lapses.</summary>
    internal async Task<IReadOnlyList<Money>> AtStakeAsync(Guid bill, CancellationToken ct) =>
        [.. (await DebtsAsync(bill, ct)).GroupBy(b => b.Currency).OrderBy(g => g.Key, StringComparer.Ordinal).Select(g => new Money(g.Sum(b => b.OpenMinor), Currency.Of(g.Key)))];

    /// <summary>How many open debts lapsed, or lapse within so many months, by the days kept with the bills (<see cref="KeepLapses"/>): one count by an index, for the home page.</summary>
    internal Task<int> CountAsync(int months, DateOnly today, CancellationToken ct)
    {
        var until = today.AddMonths(months);
        return db.Set<Bill>().CountAsync(b => b.PaidOn == null && b.LapsesOn <= until, ct);
    }

    /// <summary>Whether debts of any scheme lapse by the packages in force.</summary>
    internal async Task<bool> AnyLapsesAsync(DateOnly today, CancellationToken ct) => (await RulesAsync(await schemes.CollectingAsync(ct), today, ct)).Count > 0;

    private Task<List<Bill>> NextAsync(string scheme, DateOnly dueUntil, long after, CancellationToken ct) => db.Set<Bill>().AsNoTracking()
        .Where(b => b.Scheme == scheme && b.PaidOn == null && b.Kind != BillKind.DayVouchers && b.Number > after && (b.DueOn <= dueUntil || (b.LateBillId != null && db.Set<Bill>().Any(l => l.Id == b.LateBillId && l.DueOn <= dueUntil))))
        .OrderBy(b => b.Number).Take(InChunk).ToListAsync(ct);

    /// <summary>To each scheme whose debts lapse the last day on which a debt can have been due that lapses until a day, if nothing interrupted it: the last month of which a debt does. What was due later does not lapse by then.</summary>
    private async Task<List<(string Scheme, DateOnly DueUntil)>> LastDueAsync(DateOnly until, DateOnly today, CancellationToken ct)
    {
        List<(string, DateOnly)> found = [];
        foreach (var (scheme, rules) in await RulesAsync(await schemes.CollectingAsync(ct), today, ct))
        {
            var (session, month) = (rules.Open(), Month.Of(today));
            var last = Enumerable.Range(0, MostYears * 12).Select(back => month.Add(-back)).FirstOrDefault(m => session.LapsesOn(m.First, m.First) <= until);
            if (last != default)
            {
                found.Add((scheme, last.Last));
            }
        }

        return found;
    }

    private async Task<Dictionary<string, SchemeRules>> RulesAsync(IEnumerable<string> names, DateOnly today, CancellationToken ct)
    {
        Dictionary<string, SchemeRules> found = [];
        foreach (var scheme in names.Distinct())
        {
            if (await schemes.IsInForceAsync(scheme, Month.Of(today), long.MaxValue, ct) && await schemes.ForMonthAsync(scheme, Month.Of(today), ct) is { Lapses: true } rules)
            {
                found[scheme] = rules;
            }
        }

        return found;
    }
}
