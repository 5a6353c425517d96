using Microsoft.EntityFrameworkCore;
using Spmis.Contributions.Copies;
using Spmis.Contributions.Receipts;
using Spmis.Kernel.Acts;
using Spmis.Values;

namespace Spmis.Contributions.Plans;

/// <summary>What is to be paid next.</summary>
/// <param name="Scheme">The scheme.</param>
/// <param name="First">First month.</param>
/// <param name="Last">Last month.</param>
/// <param name="Amount">What the worker has to pay for it; what third payers add is taken off.</param>
/// <param name="DueOn">The last day.</param>
public sealed record NextPeriod(string Scheme, Month First, Month Last, Money Amount, DateOnly DueOn);

/// <summary>A month that was bought.</summary>
/// <param name="Month">The month.</param>
/// <param name="Scheme">The scheme.</param>
/// <param name="PeriodFirst">First month of the period it was bought with.</param>
/// <param name="Price">Its part of the price.</param>
/// <param name="Paid">What counts of it, third payers' parts included; less than the price after a payment was taken back.</param>
/// <param name="BoughtOn">Day of the payment.</param>
public sealed record MonthBought(Month Month, string Scheme, Month PeriodFirst, Money Price, Money Paid, DateOnly BoughtOn);

/// <summary>How somebody pays for themself.</summary>
/// <param name="Number">Registration number, the reference to pay under.</param>
/// <param name="Name">Name.</param>
/// <param name="Plans">Open plans.</param>
/// <param name="Next">What each currency's money buys next.</param>
/// <param name="Held">Money held for the next periods, by currency.</param>
/// <param name="Months">Months bought, of the last five years and ahead, the latest first.</param>
public sealed record PersonPlans(string Number, string Name, IReadOnlyList<ContributionPlan> Plans, IReadOnlyList<NextPeriod> Next, IReadOnlyList<Money> Held, IReadOnlyList<MonthBought> Months);

/// <summary>Reads plans: what was chosen, what is next, what is held, what was bought.</summary>
public sealed class FindPlans(ContributionsDb db, SchemeBook schemes, Merges merges)
{
    private const int MonthsBack = 60;
    private const int MostMonths = 120;

    /// <summary>The record in use of a number, within the actor's offices.</summary>
    /// <exception cref="Refused">Nobody has the number.</exception>
    internal async Task<WorkerCopy> WorkerAsync(string number, CancellationToken ct)
    {
        var seen = db.OfficesSeen;
        await db.DemandOpenAsync(number, "number", ct);
        var asked = await db.Set<WorkerCopy>().AsNoTracking().FirstOrDefaultAsync(w => w.RegistrationNumber == number && (seen == null || seen.Contains(w.Office!)), ct)
            ?? throw new Refused("person.unknown", $"Nobody is known here under number {number}.", "number");
        var root = (await merges.RootsAsync([asked.PersonId], ct))[asked.PersonId];
        return root == asked.PersonId ? asked : await db.Set<WorkerCopy>().AsNoTracking().SingleOrDefaultAsync(w => w.PersonId == root, ct) ?? asked;
    }

    /// <exception cref="Refused">Nobody has the number.</exception>
    public async Task<PersonPlans> HandleAsync(string number, DateOnly today, CancellationToken ct)
    {
        var worker = await WorkerAsync(number, ct);
        var desk = await PlanDesk.OpenAsync(db, schemes, [worker.PersonId], Month.Of(today).Add(-MonthsBack), hold: false, ct);
        var plans = desk.Plans(worker.PersonId).ToList();
        List<NextPeriod> next = [];
        foreach (var currency in plans.Where(p => p.Open == true).Select(p => p.Currency).Distinct().Order(StringComparer.Ordinal))
        {
            if (await desk.NextAsync(worker.PersonId, currency, today, monthly: false, ct) is { } period)
            {
                next.Add(new NextPeriod(period.Plan.Scheme, period.First, period.Months[^1].Month, new Money(period.NeedMinor, Currency.Of(currency)), period.DueOn));
            }
        }

        var currencies = plans.ToLookup(p => p.Scheme, p => Currency.Of(p.Currency));
        return new PersonPlans(
            worker.RegistrationNumber, worker.Name, plans.FindAll(p => p.Open == true), next, await HeldAsync(worker.PersonId, ct),
            [.. desk.Bought(worker.PersonId).OrderByDescending(m => m.Month).ThenBy(m => m.Scheme, StringComparer.Ordinal).Take(MostMonths)
                .Select(m => new MonthBought(m.Month, m.Scheme, m.PeriodFirst, new Money(m.PriceMinor, currencies[m.Scheme].First()), new Money(desk.PaidMinor(m), currencies[m.Scheme].First()), m.BoughtOn))]);
    }

    private async Task<IReadOnlyList<Money>> HeldAsync(Guid person, CancellationToken ct)
    {
        var members = (await merges.MembersAsync([person], ct)).Keys.ToList();
        var held = await db.Set<Receipt>().IgnoreQueryFilters().AsNoTracking().Where(r => r.PersonId != null && members.Contains(r.PersonId.Value) && r.EmployerId == null && r.ReversedOn == null)
            .GroupBy(r => r.Currency).Select(g => new { g.Key, Minor = g.Sum(r => r.AmountMinor - r.AllocatedMinor - r.RefundedMinor) }).ToListAsync(ct);
        return [.. held.Where(h => h.Minor > 0).OrderBy(h => h.Key, StringComparer.Ordinal).Select(h => new Money(h.Minor, Currency.Of(h.Key)))];
    }
}
