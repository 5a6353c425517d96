namespace Spmis.Contributions.Receipts;

/// <summary>A bill with something open.</summary>
internal sealed record OpenBill(Guid Id, Guid EmployerId, string Currency, DateOnly DueOn, string Reference, long OpenMinor);

/// <summary>Money held for an employer.</summary>
internal sealed record HeldMoney(Guid Id, Guid EmployerId, string Currency, DateOnly BookedOn, string Reference, long HeldMinor, Guid? NamedBillId);

/// <summary>A part of a receipt that goes to a bill.</summary>
internal sealed record Share(HeldMoney Money, OpenBill Bill, long AmountMinor);

/// <summary>
/// The allocation rule: money goes to the bill it names, then to the same employer's oldest bill (by due day, then payment reference), the rest stays held.
/// Afterwards no employer has both money held and a bill open, so the totals do not depend on the order in which bills and payments came.
/// </summary>
internal static class Allocator
{
    public static List<Share> Allocate(IEnumerable<OpenBill> bills, IEnumerable<HeldMoney> money)
    {
        var open = bills.GroupBy(b => (b.EmployerId, b.Currency)).ToDictionary(g => g.Key, g => g.OrderBy(b => b.DueOn).ThenBy(b => b.Reference, StringComparer.Ordinal).ToList());
        var left = open.Values.SelectMany(b => b).ToDictionary(b => b.Id, b => b.OpenMinor);
        List<Share> shares = [];
        foreach (var held in money.OrderBy(m => m.BookedOn).ThenBy(m => m.Reference, StringComparer.Ordinal))
        {
            var rest = held.HeldMinor;
            var candidates = open.GetValueOrDefault((held.EmployerId, held.Currency)) ?? [];
            foreach (var bill in candidates.Where(b => b.Id == held.NamedBillId).Concat(candidates.Where(b => b.Id != held.NamedBillId)))
            {
                var part = Math.Min(rest, left[bill.Id]);
                if (part > 0)
                {
                    shares.Add(new Share(held, bill, part));
                    (rest, left[bill.Id]) = (rest - part, left[bill.Id] - part);
                }

                if (rest == 0)
                {
                    break;
                }
            }
        }

        return shares;
    }
}
