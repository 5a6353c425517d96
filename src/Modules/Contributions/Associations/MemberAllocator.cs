namespace Spmis.Contributions.Associations;

/// <summary>A member with something open.</summary>
internal sealed record OpenMember(long LineId, string Currency, long OpenMinor);

/// <summary>Money held for an association.</summary>
internal sealed record AssociationMoney(Guid ReceiptId, string Currency, long HeldMinor);

/// <summary>A part of a receipt that goes to a member.</summary>
internal sealed record MemberShare(AssociationMoney Money, OpenMember Member, long AmountMinor);

/// <summary>
/// The rule of what an association pays: members are paid whole, in the order given (lists that a payment names, then the oldest month; within a list its lines), from the money that came first.
/// What does not cover the next member waits for more. Not in proportion: a month counts by its contribution, so a part for everybody would be a month for nobody.
/// </summary>
internal static class MemberAllocator
{
    public static List<MemberShare> Allocate(IReadOnlyList<OpenMember> members, IReadOnlyList<AssociationMoney> money)
    {
        var left = money.ToDictionary(m => m.ReceiptId, m => m.HeldMinor);
        var pools = money.GroupBy(m => m.Currency).ToDictionary(g => g.Key, g => g.Sum(m => m.HeldMinor));
        List<MemberShare> shares = [];
        foreach (var member in members)
        {
            var pool = pools.GetValueOrDefault(member.Currency);
            if (pool < member.OpenMinor)
            {
                break;
            }

            pools[member.Currency] = pool - member.OpenMinor;
            var open = member.OpenMinor;
            foreach (var held in money.Where(m => m.Currency == member.Currency && left[m.ReceiptId] > 0))
            {
                var part = Math.Min(open, left[held.ReceiptId]);
                shares.Add(new MemberShare(held, member, part));
                (open, left[held.ReceiptId]) = (open - part, left[held.ReceiptId] - part);
                if (open == 0)
                {
                    break;
                }
            }
        }

        return shares;
    }
}
