using Microsoft.EntityFrameworkCore;
using Spmis.Kernel.Acts;

namespace Spmis.Payments.Links;

/// <summary>Has an order sent again that its agency did not take, or looked at now. It is asked for before it is sent, and it is the same message.</summary>
public sealed class SendAgain(PaymentsDb db)
{
    /// <summary>Makes it due at once.</summary>
    /// <exception cref="Refused">The batch goes to no interface, is closed, or is being called for at this moment.</exception>
    public async Task HandleAsync(long batchId, Change change, CancellationToken ct)
    {
        var sending = await db.BatchSendings.SingleOrDefaultAsync(s => s.BatchId == batchId, ct) ?? throw new Refused("batch.no-link", "This batch is fetched as a file; it is not sent.");
        var batch = await db.Batches.AsNoTracking().SingleAsync(b => b.Id == batchId, ct);
        if (batch.ClosedAt is not null)
        {
            throw new Refused("batch.closed", $"Batch {batch.Number} is closed.");
        }

        if (sending.CallingUntil > change.Now)
        {
            throw new Refused("batch.calling", $"The agency is being called for it at this moment, or a call was broken off; it is looked at again at {sending.CallingUntil:yyyy-MM-dd HH:mm} UTC at the latest.");
        }

        sending.DueAt = change.Now;
        sending.Version++;
        await db.SaveAsync(change, ct);
    }
}
