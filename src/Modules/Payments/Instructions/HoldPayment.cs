using Microsoft.EntityFrameworkCore;
using Spmis.Kernel.Acts;

namespace Spmis.Payments.Instructions;

/// <summary>Holds one payment before it is sent, by a person's decision, or lets the next run pay what was held so.</summary>
public sealed class HoldPayment(PaymentsDb db)
{
    /// <summary>Holds it. A run that waits for approval must then be put up again, since it is no longer what was shown.</summary>
    /// <exception cref="Refused">It was sent or is held already, or no reason was given.</exception>
    public async Task HoldAsync(string reference, Change change, CancellationToken ct)
    {
        var payment = await OneAsync(reference, ct);
        if (string.IsNullOrWhiteSpace(change.Reason))
        {
            throw new Refused("payment.no-reason", "Say why it is held.", "reason");
        }

        if (payment.State != "prepared" || await db.PaymentRuns.AnyAsync(r => r.Id == payment.PaymentRunId && r.ReleaseAskedAt != null, ct))
        {
            throw new Refused("payment.too-late", $"Payment {payment.Reference} is {payment.State} or its release was asked for; it can no longer be held.", nameof(reference));
        }

        (payment.HoldCode, payment.HoldNote) = (HoldReasons.ByHand, change.Reason.Length > 400 ? change.Reason[..400] : change.Reason);
        await db.SaveAsync(change, ct);
    }

    /// <summary>Ends the hold: while its run is not approved the payment goes with it, afterwards with the next run.</summary>
    /// <exception cref="Refused">It is not held by hand.</exception>
    public async Task LetGoAsync(string reference, Change change, CancellationToken ct) => await db.WriteAsync(
        async () =>
        {
            var payment = await OneAsync(reference, ct);
            if (payment.HoldCode != HoldReasons.ByHand || payment.State != "held")
            {
                throw new Refused("payment.not-held", $"Payment {payment.Reference} is not held by a decision.", nameof(reference));
            }

            var approved = await db.PaymentRuns.AnyAsync(r => r.Id == payment.PaymentRunId && r.ApprovedAt != null, ct);
            (payment.HoldCode, payment.HoldNote) = approved ? (HoldReasons.LetGo, change.Reason) : (null, null);
            await db.SaveAsync(change, ct);
        },
        ct);

    private async Task<Instruction> OneAsync(string reference, CancellationToken ct) =>
        await db.Instructions.SingleOrDefaultAsync(i => i.Reference == reference.Trim(), ct) ?? throw new Refused("payment.unknown", $"There is no payment '{reference}'.", nameof(reference));
}
