using Microsoft.EntityFrameworkCore;
using Spmis.Contracts.Payments;
using Spmis.Contracts.Registration;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Messages;

namespace Spmis.Registration.Reactions;

/// <summary>Says which messages Payments must have applied before it releases: all that no payment run was told of, and those told to another run that are still on their way.</summary>
/// <param name="db">The register.</param>
public sealed class AnswerClearance(RegistrationDb db) : Consumer<RegistrationDb, ClearanceAsked>
{
    /// <inheritdoc />
    public override async Task HandleAsync(ClearanceAsked message, Change change, CancellationToken ct)
    {
        var ids = await db.ClearanceMessages
            .Where(m => m.ToldTo == null || m.ToldTo == message.PaymentRunId || db.Outbox.Any(o => o.MessageId == m.MessageId && o.DeliveredAt == null))
            .OrderBy(m => m.MessageId).Select(m => m.MessageId).ToListAsync(ct);
        await db.ClearanceMessages.Where(m => m.ToldTo == null).ExecuteUpdateAsync(s => s.SetProperty(m => m.ToldTo, message.PaymentRunId), ct);
        db.Publish(new ClearanceGiven { PaymentRunId = message.PaymentRunId, MustHaveApplied = ids });
    }
}
