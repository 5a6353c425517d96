using Microsoft.EntityFrameworkCore;
using Spmis.Kernel.Acts;

namespace Spmis.Payments.Batches;

/// <summary>Closes a batch: possible only when every payment has an end and nothing contradicts.</summary>
public sealed class CloseBatch(PaymentsDb db, BatchFigures figures)
{
    /// <summary>Closes it.</summary>
    /// <exception cref="Refused">Something of it is open; says what.</exception>
    public async Task HandleAsync(long batchId, Change change, CancellationToken ct) => await db.WriteAsync(
        async () =>
        {
            var batch = await db.Batches.SingleOrDefaultAsync(b => b.Id == batchId, ct) ?? throw new Refused("batch.unknown", "There is no such batch.");
            if (batch.ClosedAt is not null)
            {
                throw new Refused("batch.closed", $"Batch {batch.Number} was closed already by {batch.ClosedBy}.");
            }

            var f = await figures.OfAsync(batch, ct);
            if (f.Pending.Count > 0 || f.DifferenceMinor != 0 || f.DifferenceCount != 0 || f.Contradictions > 0)
            {
                throw new Refused("batch.open", $"Batch {batch.Number} cannot be closed: {f.Pending.Count} payments without an end, {f.Contradictions} contradictory answers, difference {f.DifferenceMinor} minor units. Ask the agency for what is missing.");
            }

            (batch.ClosedAt, batch.ClosedBy) = (change.Now, change.Actor.Name);
            batch.Version++;
            await db.SaveAsync(change, ct);
        },
        ct);
}
