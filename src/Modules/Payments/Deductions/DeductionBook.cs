using Microsoft.EntityFrameworkCore;
using Spmis.Payments.Instructions;
using Spmis.Values;

namespace Spmis.Payments.Deductions;

/// <summary>The orders of a range of awards and what each has taken so far: two queries whatever the range's size.</summary>
internal sealed class DeductionBook
{
    private readonly ILookup<string, DeductionOrder> orders;
    private readonly Dictionary<(long Order, Month Month), long> taken;

    private readonly Dictionary<long, long> all;

    private DeductionBook(ILookup<string, DeductionOrder> orders, Dictionary<(long Order, Month Month), long> taken) 
    {
        (this.orders, this.taken) = (orders, taken);
        all = taken.GroupBy(t => t.Key.Order).ToDictionary(g => g.Key, g => g.Sum(t => t.Value));
    }

    /// <summary>No award of the range has an order.</summary>
    public bool IsEmpty => orders.Count == 0;

    /// <summary>Reads the orders of the awards after one number, up to another.</summary>
    /// <param name="db">The database.</param>
    /// <param name="after">Award number.</param>
    /// <param name="upTo">Award number.</param>
    /// <param name="lapsing">Payments that are given up in favour of those now made: what was withheld of them no longer counts.</param>
    /// <param name="ct">Stops it.</param>
    public static async Task<DeductionBook> ReadAsync(PaymentsDb db, string after, string upTo, long[] lapsing, CancellationToken ct)
    {
        var rows = db.DeductionOrders.AsNoTracking().Where(o => string.Compare(o.AwardNumber, after) > 0 && string.Compare(o.AwardNumber, upTo) <= 0);
        var found = await rows.ToListAsync(ct);
        return new(found.ToLookup(o => o.AwardNumber), found.Count == 0 ? [] : await TakenAsync(db, rows, lapsing, ct));
    }

    /// <summary>What each order has taken of payments that are live, by month.</summary>
    public static async Task<Dictionary<(long Order, Month Month), long>> TakenAsync(PaymentsDb db, IQueryable<DeductionOrder> orders, long[] lapsing, CancellationToken ct) =>
        (await orders.Join(db.Withholdings, o => o.Id, w => w.OrderId, (_, w) => w).Join(db.Instructions.Where(i => i.Live == true && !EF.Parameter(lapsing).Contains(i.Id)), w => w.Reference, i => i.Reference, (w, i) => new { w.OrderId, i.Month, w.AmountMinor })
            .GroupBy(w => new { w.OrderId, w.Month }).Select(g => new { g.Key.OrderId, g.Key.Month, Minor = g.Sum(w => w.AmountMinor) }).ToListAsync(ct)).ToDictionary(t => (t.OrderId, t.Month), t => t.Minor);

    /// <summary>Withholds from the payments made for one award and month; those that are held keep their gross until they are made anew.</summary>
    /// <param name="made">All made for it, by component.</param>
    /// <returns>The payments as they are to be kept, and what was withheld.</returns>
    public (IReadOnlyList<Instruction> Payments, IReadOnlyList<Withholding> Withheld) Withhold(IReadOnlyList<Instruction> made)
    {
        var open = made.Where(i => i is { HoldCode: null, AmountMinor: > 0 }).OrderBy(i => i.Component, StringComparer.Ordinal).ThenBy(i => i.Part).ToList();
        if (open.Count == 0 || !orders.Contains(made[0].AwardNumber))
        {
            return (made, []);
        }

        var month = WithholdRules.Of(open[0].Month, open.Sum(i => i.AmountMinor), open[0].Currency, orders[open[0].AwardNumber], o => o.CeilingMinor - all.GetValueOrDefault(o.Id), o => taken.GetValueOrDefault((o.Id, open[0].Month)));
        var parts = WithholdRules.Spread([.. open.Select(i => i.AmountMinor)], month);
        List<Withholding> withheld = [];
        foreach (var (payment, of) in open.Zip(parts))
        {
            foreach (var part in of)
            {
                withheld.Add(new() { Reference = payment.Reference, OrderId = part.Order.Id, AmountMinor = part.AmountMinor });
                all[part.Order.Id] = all.GetValueOrDefault(part.Order.Id) + part.AmountMinor;
            }
        }

        var sums = withheld.GroupBy(w => w.Reference).ToDictionary(g => g.Key, g => g.Sum(w => w.AmountMinor));
        return ([.. made.Select(i => sums.TryGetValue(i.Reference, out var sum) ? i.Less(sum) : i)], withheld);
    }
}
