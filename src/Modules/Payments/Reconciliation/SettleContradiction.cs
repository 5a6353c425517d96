using Microsoft.EntityFrameworkCore;
using Spmis.Kernel.Acts;
using Spmis.Payments.Ledger;

namespace Spmis.Payments.Reconciliation;

/// <summary>Decides between two answers of an agency that exclude each other, once it has been asked which is true.</summary>
public sealed class SettleContradiction(PaymentsDb db, RecordOutcomes outcomes, PostPayments ledger)
{
    /// <summary>Keeps the earlier answer, or takes the later one.</summary>
    /// <exception cref="Refused">It is settled already, no reason was given, or the payment was tried again meanwhile.</exception>
    public async Task HandleAsync(long contradictionId, bool takeLater, Change change, CancellationToken ct) => await db.WriteAsync(
        async () =>
        {
            var open = await db.Contradictions.SingleOrDefaultAsync(c => c.Id == contradictionId, ct) ?? throw new Refused("contradiction.unknown", "There is no such contradiction.");
            if (open.SettledAt is not null)
            {
                throw new Refused("contradiction.settled", $"This was settled already by {open.SettledBy}.");
            }

            if (string.IsNullOrWhiteSpace(change.Reason))
            {
                throw new Refused("contradiction.no-reason", "Say what the agency answered when it was asked.", "reason");
            }

            if (takeLater)
            {
                await TakeLaterAsync(open, change, ct);
            }

            (open.SettledAt, open.SettledBy, open.Decision) = (change.Now, change.Actor.Name, $"{(takeLater ? "taken" : "kept")}: {change.Reason}");
            await db.SaveAsync(change, ct);
        },
        ct);

    private async Task TakeLaterAsync(Contradiction open, Change change, CancellationToken ct)
    {
        var i = await db.Instructions.SingleAsync(x => x.Id == open.InstructionId, ct);
        if (i.State != (open.Had == OutcomeKind.Paid ? "paid" : "rejected"))
        {
            throw new Refused("contradiction.overtaken", $"Payment {i.Reference} is {i.State} by now, by a later answer or decision; keep the first answer here.");
        }

        var file = await db.StatusFiles.AsNoTracking().SingleAsync(f => f.Id == open.StatusFileId, ct);
        var payment = new PaymentStanding
        {
            Id = i.Id, Reference = i.Reference, Agency = i.Agency, BatchId = i.BatchId, Amount = i.Amount, WithheldMinor = i.WithheldMinor, Scheme = i.Scheme, AwardId = i.AwardId, Component = i.Component,
            Month = i.Month, Attempt = i.Attempt, HoldCode = i.HoldCode, Lapsed = false,
        };
        var answer = new Answer { Line = open.Line, Said = open.Said.ToString(), ReasonText = change.Reason };
        if (open.Had == OutcomeKind.Paid)
        {
            // Paid first and rejected later: the money is back, which is a returned payment.
            await outcomes.HandleAsync(file, [new NewOutcome(payment, OutcomeKind.Returned, open.On, answer)], change, ct);
            return;
        }

        if (i.TakenUpIn is not null || await db.Instructions.AnyAsync(n => n.AwardNumber == i.AwardNumber && n.Component == i.Component && n.Month == i.Month && n.Live == true, ct))
        {
            throw new Refused("contradiction.tried-again", $"{i.Month} of award {i.AwardNumber} was tried again after {i.Reference} was rejected; should both have been paid, have the later one recovered by the agency first.");
        }

        (i.RejectedOn, i.Live, i.ReissueAskedAt) = (null, true, null);
        await db.SaveAsync(change, ct);
        await ledger.UndoRejectionAsync(file.Agency, new SchemeSum(i.Scheme, i.Currency, i.AmountMinor, i.WithheldMinor), $"contradiction {open.Id}", change, ct);
        await outcomes.HandleAsync(file, [new NewOutcome(payment, OutcomeKind.Paid, open.On, answer)], change, ct);
    }
}
