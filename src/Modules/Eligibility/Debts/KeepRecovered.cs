using Microsoft.EntityFrameworkCore;
using Spmis.Contracts.Payments;
using Spmis.Eligibility.Awards;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Messages;
using Spmis.Values;

namespace Spmis.Eligibility.Debts;

/// <summary>Keeps what payments withheld for debts. A later attempt, or a return, replaces what was heard before, whatever the order of arrival; a debt that is not known parks the message.</summary>
public sealed class KeepRecovered(EligibilityDb db) : Consumer<EligibilityDb, PaymentsSettled>
{
    /// <inheritdoc />
    public override async Task HandleAsync(PaymentsSettled message, Change change, CancellationToken ct)
    {
        var told = message.Payments.SelectMany(p => p.Recovered.Select(part => (Payment: p, Row: new DebtRecovery
        {
            DebtId = part.RecoveryId, AwardId = p.AwardId, Component = p.Component, Month = Month.FromCode(p.Month), Attempt = p.Attempt, Outcome = p.Outcome, AmountMinor = part.AmountMinor, On = p.On,
        }))).ToList();
        if (told.Count == 0)
        {
            return;
        }

        var ids = told.Select(t => t.Row.DebtId).Distinct().ToList();
        var debts = await db.Debts.Where(d => ids.Contains(d.Id)).ToListAsync(ct);
        var rows = await db.DebtRecoveries.Where(r => ids.Contains(r.DebtId)).ToListAsync(ct);
        if (debts.Count < ids.Count)
        {
            // Parked where people look: Payments withheld for a debt that is not in these books, such as after a restore of this module alone.
            throw new InvalidOperationException($"Payments withheld for debts that are not known here: {string.Join(", ", ids.Except(debts.Select(d => d.Id)).Take(10))}.");
        }

        foreach (var (payment, one) in told)
        {
            var known = rows.Find(r => r.DebtId == one.DebtId && r.AwardId == one.AwardId && r.Component == one.Component && r.Month == one.Month);
            if (known is null)
            {
                rows.Add(one);
                db.DebtRecoveries.Add(one);
            }
            else if (KeepPaidMonths.IsLater(payment, known.Attempt, known.Outcome))
            {
                (known.Attempt, known.Outcome, known.AmountMinor, known.On) = (one.Attempt, one.Outcome, one.AmountMinor, one.On);
            }
        }

        foreach (var debt in debts)
        {
            debt.RecoveredMinor = rows.Where(r => r.DebtId == debt.Id && r.Outcome == KeepPaidMonths.Paid).Sum(r => r.AmountMinor);
        }
    }
}
