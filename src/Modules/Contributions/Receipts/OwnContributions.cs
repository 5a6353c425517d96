using Microsoft.EntityFrameworkCore;
using Spmis.Contributions.Copies;
using Spmis.Contributions.Plans;
using Spmis.Contributions.Record;
using Spmis.Contributions.Subsidies;
using Spmis.Kernel.Acts;
using Spmis.Values;

namespace Spmis.Contributions.Receipts;

/// <summary>
/// Counts self-employed workers' payments for the month in which they were made, or for the one bought with them. Money of a worker with a plan is left to <see cref="FillPlans"/>;
/// where several schemes collect, money of a worker without one is held until the worker chooses.
/// </summary>
public sealed class OwnContributions(ContributionsDb db, SchemeBook schemes, RecountYears recount, SubsidisePayments subsidies)
{
    /// <summary>The contributions of payments of workers without a plan to the only scheme that collects; none where there are several, or none.</summary>
    internal async Task<List<Contribution>> OfAsync(List<Receipt> payments, Change change, CancellationToken ct)
    {
        if (payments.Count == 0 || await schemes.CollectingAsync(ct) is not [var only])
        {
            return [];
        }

        var persons = payments.Select(Person).Distinct().ToList();
        var planned = (await db.Set<ContributionPlan>().Where(p => persons.Contains(p.PersonId) && p.Open == true).Select(p => p.PersonId).ToListAsync(ct)).ToHashSet();
        return await OfAsync(payments.FindAll(p => !planned.Contains(Person(p))), only, change, ct);
    }

    /// <summary>The contributions of payments to a scheme, and of what donors add to them; says on each receipt how much of it counts. What donors add is written, the contributions are the caller's to insert.</summary>
    internal async Task<List<Contribution>> OfAsync(List<Receipt> payments, string scheme, Change change, CancellationToken ct)
    {
        List<Contribution> made = [];
        if (payments.Count == 0)
        {
            return made;
        }

        var before = await BeforeAsync(payments, scheme, ct);
        var bought = await BoughtMonths.ReadAsync(db, scheme, [.. payments.Select(Person).Distinct()], (payments.Min(p => Month.Of(p.BookedOn)), payments.Max(p => Month.Of(p.BookedOn))), ct);
        var book = await subsidies.OpenAsync(scheme, [.. payments.Select(p => (Person(p), Month.Of(p.BookedOn))).Distinct()], ct);
        List<(Receipt Receipt, SubsidyProgramme Programme)> drawn = [];
        foreach (var month in payments.GroupBy(p => Month.Of(p.BookedOn)))
        {
            var rules = await schemes.ForMonthAsync(scheme, month.Key, ct);
            var session = rules.Open();
            var byEarnings = OwnTerms.ByEarnings(session, month.Key);
            foreach (var payment in month.Where(p => p.Currency == rules.Currency.Code))
            {
                var key = (Person(payment), month.Key);
                var terms = bought.Find(key.Item1, month.Key) is { } at ? OwnTerms.At(at.PriceMinor, at.BaseMinor) : byEarnings;
                var paid = before.GetValueOrDefault(key);
                var of = (key.Item1, month.Key, payment.AssociationId is not null);
                var (counted, adds) = terms.Adds(paid, book is null ? payment.AmountMinor : SubsidisePayments.Counting(book, of, paid, payment.AmountMinor, terms.MostMinor));
                payment.AllocatedMinor = counted;
                if (payment.AllocatedMinor > 0)
                {
                    before[key] = paid + payment.AllocatedMinor;
                    made.Add(new Contribution
                    {
                        PersonId = key.Item1,
                        DeclaredPersonId = key.Item1,
                        Scheme = scheme,
                        Month = month.Key,
                        ReceiptId = payment.Id,
                        BaseMinor = adds,
                        EmployeeMinor = payment.AllocatedMinor,
                        EmployerMinor = 0,
                    });
                    foreach (var (receipt, programme) in book is null ? [] : SubsidisePayments.Draw(book, of, before[key], payment, terms.MostMinor, change))
                    {
                        made.Add(SubsidisePayments.Of(scheme, key.Item1, month.Key, receipt, terms.Adds(before[key], receipt.AmountMinor).BaseMinor));
                        before[key] += receipt.AmountMinor;
                        drawn.Add((receipt, programme));
                    }
                }
            }
        }

        if (book is not null)
        {
            await subsidies.WriteAsync(book, scheme, drawn, change, ct);
        }

        return made;
    }

    /// <summary>Counts the workers' years anew.</summary>
    internal async Task RecountAsync(IReadOnlyCollection<Contribution> made, Change change, CancellationToken ct)
    {
        foreach (var group in made.GroupBy(c => (c.Scheme, c.Month.Year)))
        {
            await recount.YearAsync([.. group.Select(c => c.PersonId)], group.Key.Scheme, group.Key.Year, change, ct);
        }
    }

    private static Guid Person(Receipt payment) => payment.PersonId ?? throw new InvalidOperationException($"Receipt {payment.Reference} is of no worker.");

    /// <summary>What these workers paid themselves in these months before.</summary>
    private async Task<Dictionary<(Guid, Month), long>> BeforeAsync(List<Receipt> payments, string scheme, CancellationToken ct)
    {
        var (persons, months) = (payments.Select(Person).Distinct().ToList(), payments.Select(p => Month.Of(p.BookedOn)).Distinct().ToList());
        return (await db.Set<Contribution>().AsNoTracking()
            .Where(c => persons.Contains(c.PersonId) && months.Contains(c.Month) && c.Scheme == scheme && c.ReceiptId != null)
            .GroupBy(c => new { c.PersonId, c.Month }).Select(g => new { g.Key.PersonId, g.Key.Month, Paid = g.Sum(c => c.EmployeeMinor) }).ToListAsync(ct))
            .ToDictionary(g => (g.PersonId, g.Month), g => g.Paid);
    }
}
