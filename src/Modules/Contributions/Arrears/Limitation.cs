using Microsoft.EntityFrameworkCore;
using Spmis.Contributions.Bills;
using Spmis.Contributions.Copies;
using Spmis.Contributions.Receipts;
using Spmis.Contributions.Reminders;
using Spmis.Values;

namespace Spmis.Contributions.Arrears;

/// <summary>From what a period of limitation runs.</summary>
public enum LimitationStart
{
    /// <summary>The day the debt was due.</summary>
    Due,

    /// <summary>A formal notice served.</summary>
    Notice,

    /// <summary>An agreement on instalments, or its breach.</summary>
    Agreement,

    /// <summary>An action before a court.</summary>
    Court,

    /// <summary>A part that was paid.</summary>
    Payment,
}

/// <summary>Until when a debt can be claimed, and why.</summary>
/// <param name="LapsesOn">The last day; null while an agreement runs, which holds the period.</param>
/// <param name="From">The day the period runs from.</param>
/// <param name="Start">What happened on it.</param>
/// <param name="Article">Where the law says so; null where the package names none.</param>
public sealed record Limitation(DateOnly? LapsesOn, DateOnly From, LimitationStart Start, string? Article)
{
    /// <summary>Whether it cannot be claimed any more.</summary>
    public bool IsLapsed(DateOnly today) => LapsesOn < today;
}

/// <summary>
/// Limitation of open debts: by <c>contribution.lapses_on</c> of the scheme's package in force today, from the due day or the last act that interrupted the period (<c>contribution.interrupts</c>) before it ran out.
/// Interest lapses with the debt it is on: the acts about that debt count for it, and its own. What was waived, written off or corrected interrupts nothing; vouchers not paid are no debt.
/// </summary>
public sealed class Limitations(ContributionsDb db, SchemeBook schemes)
{
    private const int InChunk = 500;
    private const int MostYears = 60;
    private static readonly Channel[] Paid = [Channel.Bank, Channel.MobileMoney, Channel.Notice];

    /// <summary>Of each bill; none for those that do not lapse.</summary>
    /// <param name="bills">At most 500.</param>
    /// <param name="today">Decides which package is in force.</param>
    /// <param name="ct">Cancels.</param>
    public async Task<IReadOnlyDictionary<Guid, Limitation>> OfAsync(IReadOnlyCollection<Bill> bills, DateOnly today, CancellationToken ct)
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
        var acts = await ActsAsync([.. asked.Concat(late.Values).DistinctBy(b => b.Id)], ct);
        foreach (var bill in asked)
        {
            var root = bill.LateBillId is { } of ? late[of] : bill;
            if (Of(rules[bill.Scheme], root.DueOn, root.Id == bill.Id ? acts[bill.Id] : acts[bill.Id].Concat(acts[root.Id])) is { } limitation)
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

    /// <summary>Whether any of them lapses within so many months.</summary>
    internal async Task<bool> AnyAsync(int months, DateOnly today, CancellationToken ct) => await ListAsync(null, 1, months, today, ct) is [_, ..];

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

    private static Limitation? Of(SchemeRules rules, DateOnly due, IEnumerable<Interruption> acts)
    {
        var session = rules.Open();
        var (from, start) = (due, LimitationStart.Due);
        if (session.LapsesOn(due, from) is not { } lapses)
        {
            return null;
        }

        foreach (var act in acts.Where(a => session.Interrupts(Word(a.Start))).OrderBy(a => a.On).ThenBy(a => a.Until))
        {
            if (act.On > lapses)
            {
                break; // What has lapsed comes to life no more.
            }

            if (act.Until is not { } end)
            {
                return new Limitation(null, act.On, act.Start, rules.LapseArticle);
            }

            if (end > from)
            {
                (from, start, lapses) = (end, act.Start, session.LapsesOn(due, end) ?? lapses);
            }
        }

        return new Limitation(lapses, from, start, rules.LapseArticle);
    }

    /// <summary>What interrupted the periods of these bills, by bill.</summary>
    private async Task<ILookup<Guid, Interruption>> ActsAsync(List<Bill> bills, CancellationToken ct)
    {
        var ids = bills.ConvertAll(b => b.Id);
        var byReference = bills.ToDictionary(b => b.PaymentReference, b => b.Id);
        var references = byReference.Keys.ToList();
        List<Interruption> acts = [];
        var parts = await (from a in db.Set<Allocation>().AsNoTracking() join r in db.Set<Receipt>() on a.ReceiptId equals r.Id where ids.Contains(a.BillId) && (Paid.Contains(r.Channel) || r.SourceReceiptId != null)
            group a by new { a.BillId, a.ReceiptId } into g where g.Sum(a => a.AmountMinor) > 0 select new { g.Key.BillId, On = g.Min(a => a.On) }).ToListAsync(ct); // A receipt that was reversed nets to nothing.
        acts.AddRange(parts.Select(p => new Interruption(p.BillId, LimitationStart.Payment, p.On, p.On)));
        var served = await db.Set<Reminder>().AsNoTracking().Where(r => (r.Kind == ReminderKind.FormalNotice || r.Kind == ReminderKind.CourtAction) && references.Contains(r.Subject) && r.ServedOn != null).Select(r => new { r.Subject, r.Kind, r.ServedOn }).ToListAsync(ct);
        acts.AddRange(from s in served let day = s.ServedOn ?? default select new Interruption(byReference[s.Subject], s.Kind == ReminderKind.CourtAction ? LimitationStart.Court : LimitationStart.Notice, day, day));
        var agreed = await (from x in db.Set<AgreementBill>().AsNoTracking() join a in db.Set<Agreement>() on x.AgreementId equals a.Id where ids.Contains(x.BillId) select new { x.BillId, a.ApprovedAt, a.Open, a.BrokenOn, a.CompletedOn }).ToListAsync(ct);
        acts.AddRange(from a in agreed let day = DateOnly.FromDateTime(a.ApprovedAt) select new Interruption(a.BillId, LimitationStart.Agreement, day, a.Open is not null ? null : a.BrokenOn ?? a.CompletedOn ?? day));
        return acts.ToLookup(a => a.BillId);
    }

    /// <summary>The word packages know it by.</summary>
    private static string Word(LimitationStart act) => act switch { LimitationStart.Notice => "notice", LimitationStart.Agreement => "agreement", LimitationStart.Court => "court", _ => "payment" };

    /// <param name="BillId">Of which bill.</param>
    /// <param name="Start">What.</param>
    /// <param name="On">When.</param>
    /// <param name="Until">How long it held the period: the period runs anew from then. Null while it goes on.</param>
    private sealed record Interruption(Guid BillId, LimitationStart Start, DateOnly On, DateOnly? Until);
}
