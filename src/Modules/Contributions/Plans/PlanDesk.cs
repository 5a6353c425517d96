using Microsoft.EntityFrameworkCore;
using Spmis.Contributions.Copies;
using Spmis.Contributions.Record;
using Spmis.Contributions.Subsidies;
using Spmis.Values;

namespace Spmis.Contributions.Plans;

/// <summary>A month to be bought, or topped up.</summary>
/// <param name="Month">The month.</param>
/// <param name="NeedMinor">What the worker has to bring: the price, less what counts in the month already and what third payers add.</param>
/// <param name="New">What is written when it is bought; null when it was bought before and lacks money since a payment was taken back.</param>
internal sealed record MonthToBuy(Month Month, long NeedMinor, PlanMonth? New);

/// <summary>What money of a worker would buy next.</summary>
/// <param name="Plan">Under which plan.</param>
/// <param name="First">First month.</param>
/// <param name="DueOn">The last day on which money for it is taken.</param>
/// <param name="Months">The months, in order.</param>
internal sealed record PeriodToBuy(ContributionPlan Plan, Month First, DateOnly DueOn, IReadOnlyList<MonthToBuy> Months)
{
    public long NeedMinor => Months.Sum(m => m.NeedMinor);
}

/// <summary>
/// Plans of some workers with what was bought and paid: says what money that came on a day buys next. The month that can be paid until the earliest day comes first; a month whose last day to pay
/// passed before the money came cannot be bought any more.
/// </summary>
internal sealed class PlanDesk
{
    private const int MonthsBack = 24;
    private const int MonthsAhead = 12;
    private readonly ContributionsDb db;
    private readonly SchemeBook schemes;
    private readonly ILookup<Guid, ContributionPlan> plans;
    private readonly Dictionary<(string Scheme, Guid Person, Month Month), PlanMonth> bought;
    private readonly Dictionary<(string Scheme, Guid Person, Month Month), long> paid;
    private readonly Dictionary<Guid, DateOnly> died;
    private readonly Dictionary<string, SubsidyBook?> subsidies = new(StringComparer.Ordinal);
    private readonly Dictionary<(string, Month), SchemeRules.Session?> sessions = [];
    private readonly bool hold;

    private PlanDesk(ContributionsDb db, SchemeBook schemes, List<ContributionPlan> plans, List<PlanMonth> bought, Dictionary<(string, Guid, Month), long> paid, Dictionary<Guid, DateOnly> died, bool hold)
    {
        (this.db, this.schemes, this.paid, this.died, this.hold) = (db, schemes, paid, died, hold);
        this.plans = plans.ToLookup(p => p.PersonId);
        this.bought = bought.GroupBy(m => (m.Scheme, m.PersonId, m.Month)).ToDictionary(g => g.Key, g => g.OrderBy(m => m.DeclaredPersonId != m.PersonId).ThenBy(m => m.Id).First());
    }

    /// <summary>Opens it.</summary>
    /// <param name="db">The database.</param>
    /// <param name="schemes">The packages.</param>
    /// <param name="persons">At most 500 records in use.</param>
    /// <param name="since">The first month that is looked at.</param>
    /// <param name="hold">Whether something will be bought: then third payers are held to the end of the transaction.</param>
    /// <param name="ct">Cancels.</param>
    public static async Task<PlanDesk> OpenAsync(ContributionsDb db, SchemeBook schemes, IReadOnlyCollection<Guid> persons, Month since, bool hold, CancellationToken ct)
    {
        var plans = await db.Set<ContributionPlan>().AsNoTracking().Where(p => persons.Contains(p.PersonId)).OrderByDescending(p => p.ChosenAt).ToListAsync(ct);
        var bought = await db.Set<PlanMonth>().AsNoTracking().Where(m => persons.Contains(m.PersonId) && m.Month >= since).ToListAsync(ct);
        var paid = plans.Count == 0 ? [] : (await db.Set<Contribution>().AsNoTracking().Where(c => persons.Contains(c.PersonId) && c.Month >= since && c.ReceiptId != null)
            .GroupBy(c => new { c.Scheme, c.PersonId, c.Month }).Select(g => new { g.Key, Minor = g.Sum(c => c.EmployeeMinor) }).ToListAsync(ct)).ToDictionary(g => (g.Key.Scheme, g.Key.PersonId, g.Key.Month), g => g.Minor);
        var died = await db.Set<WorkerCopy>().AsNoTracking().Where(w => persons.Contains(w.PersonId) && w.DiedOn != null).ToDictionaryAsync(w => w.PersonId, w => w.DiedOn ?? default, ct);
        return new PlanDesk(db, schemes, plans, bought, paid, died, hold);
    }

    /// <summary>The earliest month that money of a day may buy.</summary>
    public static Month FirstMonth(DateOnly on) => Month.Of(on).Add(-MonthsBack);

    /// <summary>Plans of a worker, the one chosen last first.</summary>
    public IEnumerable<ContributionPlan> Plans(Guid person) => plans[person];

    /// <summary>Months of a worker that were bought.</summary>
    public IEnumerable<PlanMonth> Bought(Guid person) => bought.Values.Where(m => m.PersonId == person);

    /// <summary>What counts in a month by own payments, what third payers added included.</summary>
    public long PaidMinor(PlanMonth month) => paid.GetValueOrDefault((month.Scheme, month.PersonId, month.Month));

    /// <summary>What money of a day buys next; null when nothing can be bought.</summary>
    /// <param name="person">Whose money.</param>
    /// <param name="currency">Its currency.</param>
    /// <param name="on">The day it came.</param>
    /// <param name="monthly">Only the first month of the period, at the price of a month.</param>
    /// <param name="ct">Cancels.</param>
    public async Task<PeriodToBuy?> NextAsync(Guid person, string currency, DateOnly on, bool monthly, CancellationToken ct)
    {
        PeriodToBuy? next = null;
        foreach (var scheme in plans[person].Where(p => p.Currency == currency).Select(p => p.Scheme).Distinct().Order(StringComparer.Ordinal))
        {
            if (await InSchemeAsync(person, scheme, on, monthly, ct) is { } found && (next is null || found.DueOn < next.DueOn))
            {
                next = found;
            }
        }

        return next;
    }

    /// <summary>Takes down that a period is bought, so that the next question is about the one behind it.</summary>
    public void Buy(PeriodToBuy period)
    {
        foreach (var m in period.Months)
        {
            var key = (period.Plan.Scheme, period.Plan.PersonId, m.Month);
            if (m.New is { } fresh)
            {
                bought[key] = fresh;
            }

            paid[key] = bought[key].PriceMinor;
        }
    }

    private async Task<PeriodToBuy?> InSchemeAsync(Guid person, string scheme, DateOnly on, bool monthly, CancellationToken ct)
    {
        var chosen = plans[person].Where(p => p.Scheme == scheme).ToList();
        var (start, end) = (FirstMonth(on), Month.Of(on).Add(MonthsAhead));
        for (var month = chosen.Min(p => p.From) is var from && from > start ? from : start; month <= end; month = month.Add(1))
        {
            if (chosen.Find(p => p.Covers(month)) is not { } plan || (died.TryGetValue(person, out var day) && day < month.First) || await SessionAsync(scheme, month, ct) is not { } rules || rules.TryDueDate(month) is not { } due || due < on)
            {
                continue;
            }

            if (await PeriodAsync(plan, month, due, on, rules, monthly, ct) is { NeedMinor: > 0 } period)
            {
                return period;
            }
        }

        return null;
    }

    private async Task<PeriodToBuy?> PeriodAsync(ContributionPlan plan, Month first, DateOnly due, DateOnly on, SchemeRules.Session rules, bool monthly, CancellationToken ct)
    {
        var key = (plan.Scheme, plan.PersonId, first);
        if (bought.TryGetValue(key, out var had))
        {
            return new PeriodToBuy(plan, first, due, [new MonthToBuy(first, await NeedAsync(plan, first, had.PriceMinor, ct), null)]);
        }

        var choice = plan.Choice;
        var price = monthly ? null : rules.TryPrice(choice, first);
        if (price is not { } p || !Enumerable.Range(0, p.Months).All(i => Free(plan, first.Add(i))))
        {
            (choice, price) = OneMonth(rules, plan.Choice, first);
        }

        if (price is not { } of)
        {
            return null;
        }

        List<MonthToBuy> months = [];
        for (var i = 0; i < of.Months; i++)
        {
            var month = first.Add(i);
            months.Add(new MonthToBuy(month, await NeedAsync(plan, month, of.PartMinor(i), ct), new PlanMonth
            {
                // Of the record in use, as the receipts it is paid with: after a merge is undone, month and money are together.
                PlanId = plan.Id, PersonId = plan.PersonId, DeclaredPersonId = plan.PersonId, Scheme = plan.Scheme, Month = month, PeriodFirst = first, PackageHash = rules.Hash,
                IncomeMinor = choice.IncomeMinor, Class = choice.Class, Periodicity = choice.Periodicity, PriceMinor = of.PartMinor(i), BaseMinor = of.BaseMinor, BoughtOn = on,
            }));
        }

        return new PeriodToBuy(plan, first, due, months);
    }

    /// <summary>A month of a longer period must be in the plan, not bought, and nothing paid for it yet.</summary>
    private bool Free(ContributionPlan plan, Month month) => plan.Covers(month) && !bought.ContainsKey((plan.Scheme, plan.PersonId, month)) && paid.GetValueOrDefault((plan.Scheme, plan.PersonId, month)) == 0;

    /// <summary>The choice and the price by which a single month is bought; no price where the package sells none.</summary>
    internal static (OwnChoice Choice, OwnPrice? Price) OneMonth(SchemeRules.Session rules, OwnChoice choice, Month month)
    {
        foreach (var word in rules.Choices(SchemeRules.PeriodicityFact).Prepend(null).Prepend(choice.Periodicity))
        {
            var one = choice with { Periodicity = word };
            if (rules.TryPrice(one, month) is { Months: 1 } price)
            {
                return (one, price);
            }
        }

        return (choice, null);
    }

    /// <summary>What the worker brings, so that with third payers the month comes to its price; the donor's part counts as paid.</summary>
    private async Task<long> NeedAsync(ContributionPlan plan, Month month, long priceMinor, CancellationToken ct)
    {
        var had = paid.GetValueOrDefault((plan.Scheme, plan.PersonId, month));
        if (had >= priceMinor)
        {
            return 0;
        }

        var book = await BookAsync(plan.Scheme, ct);
        return book is null ? priceMinor - had : SubsidisePayments.Counting(book, (plan.PersonId, month, false), had, priceMinor - had, priceMinor);
    }

    private async Task<SubsidyBook?> BookAsync(string scheme, CancellationToken ct)
    {
        if (!subsidies.TryGetValue(scheme, out var book))
        {
            var of = plans.SelectMany(g => g).Where(p => p.Scheme == scheme).ToList();
            subsidies[scheme] = book = await new OpenSubsidies(db).ForAsync(scheme, of.Min(p => p.From), new Month(2999, 12), [.. of.Select(p => p.PersonId).Distinct()], ct, hold: hold);
        }

        return book;
    }

    private async Task<SchemeRules.Session?> SessionAsync(string scheme, Month month, CancellationToken ct)
    {
        if (!sessions.TryGetValue((scheme, month), out var session))
        {
            sessions[(scheme, month)] = session = await schemes.IsInForceAsync(scheme, month, long.MaxValue, ct) ? (await schemes.ForMonthAsync(scheme, month, ct)).Open() : null;
        }

        return session;
    }
}
