using Microsoft.EntityFrameworkCore;
using Spmis.Contracts.Payments;
using Spmis.Eligibility.Recalculations;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Messages;
using Spmis.Values;

namespace Spmis.Eligibility.Awards;

/// <summary>Keeps which months of an award were paid. Within one attempt a return comes after the payment, whatever the order of arrival; a later attempt replaces an earlier one.</summary>
public sealed class KeepPaidMonths(EligibilityDb db) : Consumer<EligibilityDb, PaymentsSettled>
{
    /// <summary>The outcome that counts.</summary>
    public const string Paid = "paid";

    /// <inheritdoc />
    public override async Task HandleAsync(PaymentsSettled message, Change change, CancellationToken ct)
    {
        foreach (var group in message.Payments.GroupBy(p => (p.Component, p.Month)))
        {
            var (component, month) = (group.Key.Component, Month.FromCode(group.Key.Month));
            var told = group.GroupBy(p => p.AwardId).ToDictionary(g => g.Key, g => g.MaxBy(p => Rank(p.Attempt, p.Outcome)) ?? g.First());
            var ids = told.Keys.ToList();
            var known = await db.AwardMonths.AsNoTracking().Where(m => ids.Contains(m.AwardId) && m.Component == component && m.Month == month).ToDictionaryAsync(m => m.AwardId, ct);
            var newer = told.Values.Where(p => !known.TryGetValue(p.AwardId, out var old) || IsLater(p, old.Attempt, old.Outcome)).ToList();
            var replaced = newer.Where(p => known.ContainsKey(p.AwardId)).Select(p => p.AwardId).ToList();
            if (replaced.Count > 0)
            {
                await db.AwardMonths.Where(m => replaced.Contains(m.AwardId) && m.Component == component && m.Month == month).ExecuteDeleteAsync(ct);
            }

            await db.BulkInsertAsync([.. newer.Select(p => new AwardMonth { AwardId = p.AwardId, Component = component, Month = month, Attempt = p.Attempt, Outcome = p.Outcome, AmountMinor = p.AmountMinor, On = p.On })], ct);
        }
    }

    /// <summary>Months whose amount was paid, by the decision's component or by the one that took its place; not what was added to it. A month of which a share was paid (<c>main/1</c>) is a paid one.</summary>
    public static IQueryable<AwardMonth> WholeMonths(IQueryable<AwardMonth> months) => months.Where(m => m.Outcome == Paid && (m.Component == Award.Main || m.Component.StartsWith(Award.Main + "/") || m.Component.StartsWith(Recalculation.Lowered)));

    /// <summary>Whether what is told comes after what is known: by attempt and outcome, or because a person decided against what was told of the same attempt.</summary>
    internal static bool IsLater(SettledPayment told, int attempt, string outcome) => Rank(attempt, outcome) < Rank(told.Attempt, told.Outcome) || (told.Decided && told.Attempt == attempt);

    /// <summary>Which outcome of a month is the later one.</summary>
    internal static int Rank(int attempt, string outcome) => (attempt * 2) + (outcome == Paid ? 0 : 1);
}
