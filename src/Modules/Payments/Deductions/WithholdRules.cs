using Spmis.Values;

namespace Spmis.Payments.Deductions;

/// <summary>What one order takes of one month.</summary>
public sealed record Taken(DeductionOrder Order, long AmountMinor);

/// <summary>
/// How much is withheld of a month. Orders come by priority, then by number, so that the same orders give the same result in whatever order they are known. Each takes at most what it asks, what
/// is left of its ceiling, and what leaves the person the highest floor among it and those that took before it.
/// </summary>
public static class WithholdRules
{
    /// <summary>Takes of a month.</summary>
    /// <param name="month">The month paid for.</param>
    /// <param name="grossMinor">What the award gives for it.</param>
    /// <param name="currency">In which currency; orders in another take nothing.</param>
    /// <param name="orders">The award's orders, in any order.</param>
    /// <param name="leftMinor">What is left of an order's ceiling; null without limit.</param>
    /// <param name="alreadyMinor">What an order took of this month before, by another payment: a fixed amount a month is taken once.</param>
    public static IReadOnlyList<Taken> Of(Month month, long grossMinor, string currency, IEnumerable<DeductionOrder> orders, Func<DeductionOrder, long?> leftMinor, Func<DeductionOrder, long>? alreadyMinor = null)
    {
        List<Taken> taken = [];
        var (rest, floor) = (grossMinor, 0L);
        foreach (var order in orders.Where(o => o.Covers(month) && o.Currency == currency).OrderBy(o => o.Priority).ThenBy(o => o.Id))
        {
            var kept = Math.Max(floor, order.FloorMinor);
            var amount = Math.Min(Math.Min(order.AskedMinor(grossMinor) - (order.MonthlyMinor is null ? 0 : alreadyMinor?.Invoke(order) ?? 0), leftMinor(order) ?? long.MaxValue), rest - kept);
            if (amount > 0)
            {
                taken.Add(new(order, amount));
                (rest, floor) = (rest - amount, kept);
            }
        }

        return taken;
    }

    /// <summary>Spreads what was taken of a month over its components, first come first served, so that none goes below nothing.</summary>
    /// <param name="grossMinor">The components' gross amounts.</param>
    /// <param name="taken">What the month gives.</param>
    /// <returns>For each component its parts.</returns>
    public static IReadOnlyList<IReadOnlyList<Taken>> Spread(IReadOnlyList<long> grossMinor, IReadOnlyList<Taken> taken)
    {
        var parts = grossMinor.Select(_ => new List<Taken>()).ToList();
        var rest = grossMinor.ToList();
        foreach (var (order, amount) in taken)
        {
            var open = amount;
            for (var n = 0; n < rest.Count && open > 0; n++)
            {
                var some = Math.Min(open, rest[n]);
                if (some > 0)
                {
                    parts[n].Add(new(order, some));
                    (rest[n], open) = (rest[n] - some, open - some);
                }
            }

            if (open > 0)
            {
                throw new InvalidOperationException($"Order {order.Reference} took more than the month gives.");
            }
        }

        return parts;
    }
}
