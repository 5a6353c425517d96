using Microsoft.EntityFrameworkCore;
using Spmis.Contracts.Eligibility;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Messages;
using Spmis.Payments.Clearance;
using Spmis.Values;

namespace Spmis.Payments.Deductions;

/// <summary>Keeps how overpayments are to be recovered, each by its version. Eligibility owns the debt; here it is only withheld as told.</summary>
public sealed class KeepRecoveries(PaymentsDb db, ClearanceGate gate) : Consumer<PaymentsDb, RecoveriesDecided>
{
    /// <inheritdoc />
    public override async Task HandleAsync(RecoveriesDecided message, Change change, CancellationToken ct)
    {
        var told = message.Recoveries.GroupBy(r => r.RecoveryId).Select(g => g.MaxBy(r => r.Version)!).ToList(); // A group is never empty.
        var ids = told.Select(r => (Guid?)r.RecoveryId).ToList();
        var known = await db.DeductionOrders.Where(o => ids.Contains(o.RecoveryId)).ToDictionaryAsync(o => o.RecoveryId ?? Guid.Empty, ct);
        foreach (var recovery in told)
        {
            if (!known.TryGetValue(recovery.RecoveryId, out var order))
            {
                db.DeductionOrders.Add(order = New(recovery, change));
            }
            else if (order.SourceVersion >= recovery.Version)
            {
                continue;
            }

            (order.AwardNumber, order.Reference, order.Currency, order.MonthlyMinor, order.RateBasisPoints) = (recovery.AwardNumber, recovery.Reference, recovery.Currency, recovery.MonthlyMinor, recovery.RateBasisPoints);
            (order.CeilingMinor, order.FloorMinor, order.Priority) = (recovery.CeilingMinor, recovery.FloorMinor, recovery.Priority);
            (order.FromMonth, order.ToMonth) = (Month.FromCode(recovery.FromMonth), recovery.ToMonth is { } to ? Month.FromCode(to) : null);
            (order.EndedAt, order.ChangedAt, order.SourceVersion) = (recovery.Ended ? change.Now : null, change.Now, recovery.Version);
            order.Version++;
        }

        await gate.RecheckAsync(ct);
    }

    private static DeductionOrder New(RecoveryFacts recovery, Change change) => new()
    {
        Kind = DeductionKind.Recovery, RecoveryId = recovery.RecoveryId, AwardNumber = recovery.AwardNumber, Reference = recovery.Reference, Creditor = recovery.Scheme, Currency = recovery.Currency,
        FloorMinor = recovery.FloorMinor, Priority = recovery.Priority, FromMonth = Month.FromCode(recovery.FromMonth), OrderedAt = change.Now, OrderedBy = "Eligibility", ChangedAt = change.Now,
    };
}
