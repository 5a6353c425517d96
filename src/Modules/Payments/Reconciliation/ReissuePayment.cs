using Microsoft.EntityFrameworkCore;
using Spmis.Kernel.Acts;

namespace Spmis.Payments.Reconciliation;

/// <summary>Decides that a rejected or returned payment shall be tried again: the next payment run makes a new attempt under a new reference, to the address then in use.</summary>
public sealed class ReissuePayment(PaymentsDb db)
{
    /// <summary>Asks for a new attempt.</summary>
    /// <exception cref="Refused">It was neither rejected nor returned, is asked for already, or its answers contradict each other.</exception>
    public async Task HandleAsync(string reference, Change change, CancellationToken ct)
    {
        var payment = await db.Instructions.SingleOrDefaultAsync(i => i.Reference == reference.Trim(), ct)
            ?? throw new Refused("payment.unknown", $"There is no payment '{reference}'.", nameof(reference));
        if (payment.State is not ("rejected" or "returned"))
        {
            throw new Refused("payment.not-open", $"Payment {payment.Reference} is {payment.State}; only a rejected or returned one can be tried again.", nameof(reference));
        }

        if (payment.ReissueAskedAt is not null)
        {
            throw new Refused("payment.reissue-asked", $"Payment {payment.Reference} is to be tried again already.", nameof(reference));
        }

        if (await db.Contradictions.AnyAsync(c => c.InstructionId == payment.Id && c.SettledAt == null, ct))
        {
            throw new Refused("payment.contradicted", $"The agency's answers about payment {payment.Reference} contradict each other; settle that first, or it may be paid twice.", nameof(reference));
        }

        payment.ReissueAskedAt = change.Now;
        await db.SaveAsync(change, ct);
    }
}
