using Microsoft.EntityFrameworkCore;
using Spmis.Kernel.Acts;
using Spmis.Payments.Ledger;

namespace Spmis.Payments.PaymentRuns;

/// <summary>Cancels a payment run that nobody has asked to release. Its months are free for the next run.</summary>
public sealed class CancelPaymentRun(PaymentsDb db, PostPayments ledger)
{
    /// <summary>Cancels it.</summary>
    /// <exception cref="Refused">Its release was asked for already, it is cancelled, or no reason was given.</exception>
    public async Task HandleAsync(Guid paymentRunId, Change change, CancellationToken ct) => await db.WriteAsync(
        async () =>
        {
            var run = await PaymentRunQueries.OneAsync(db, paymentRunId, ct);
            if (run.State is not ("preparing" or "prepared" or "approved"))
            {
                throw new Refused("payment-run.too-late", $"Payment run {run.Number} is {run.State}; it can no longer be cancelled. Payments that must not arrive are recalled from their agency.");
            }

            if (string.IsNullOrWhiteSpace(change.Reason))
            {
                throw new Refused("payment-run.no-reason", "Say why the payment run is cancelled.", "reason");
            }

            if (run.ApprovedAt is not null)
            {
                await ledger.CancelAsync(run, change, ct);
            }

            await db.Instructions.Where(i => i.PaymentRunId == run.Id && i.LapsedAt == null)
                .ExecuteUpdateAsync(s => s.SetProperty(i => i.LapsedAt, change.Now).SetProperty(i => i.Live, (bool?)null), ct);
            var subject = $"{ApprovePaymentRun.Act}:{run.Id}";
            var second = $"{ApprovePaymentRun.Act}:{ApprovePaymentRun.SecondSubject(run.Id)}";
            foreach (var proposal in await db.Proposals.Where(p => p.OpenSubject == subject || p.OpenSubject == second).ToListAsync(ct))
            {
                // What is cancelled waits for nobody any longer.
                (proposal.OpenSubject, proposal.Approved, proposal.DecidedAt, proposal.DecidedById, proposal.DecidedBy) = (null, false, change.Now, change.Actor.Id, change.Actor.Name);
                proposal.DecisionReason = $"Cancelled: {change.Reason}";
                proposal.Version++;
            }

            (run.CancelledAt, run.CancelledBy, run.OpenFor) = (change.Now, change.Actor.Name, null);
            run.Version++;
            await db.SaveAsync(change, ct);
        },
        ct);
}
