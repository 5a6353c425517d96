using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Spmis.Contracts.Eligibility;
using Spmis.Contracts.Payments;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Data;
using Spmis.Kernel.Messages;

namespace Spmis.Eligibility.Clearance;

/// <summary>A message about awards, written beside each publication: Payments releases only after it has applied them all. Rows, not a watermark, since a lower outbox position may commit later.</summary>
public sealed class ClearanceMessage : IKernelRow
{
    /// <summary>The message.</summary>
    public required Guid MessageId { get; init; }

    /// <summary>The payment run that was told of it first; null until one has asked.</summary>
    public Guid? ToldTo { get; set; }
}

/// <summary>Tells Payments which award messages it must have applied before it releases.</summary>
public sealed class AnswerClearance(EligibilityDb db) : Consumer<EligibilityDb, ClearanceAsked>
{
    /// <inheritdoc />
    public override async Task HandleAsync(ClearanceAsked message, Change change, CancellationToken ct)
    {
        // What another payment run was told of and may not have arrived yet is told again: applying is checked by id, so once more does no harm.
        var open = await db.ClearanceMessages.AsNoTracking()
            .Where(m => m.ToldTo == null || db.Outbox.Any(o => o.MessageId == m.MessageId && o.DeliveredAt == null)).Select(m => m.MessageId).ToListAsync(ct);
        await db.ClearanceMessages.Where(m => m.ToldTo == null && open.Contains(m.MessageId)).ExecuteUpdateAsync(s => s.SetProperty(m => m.ToldTo, (Guid?)message.PaymentRunId), ct);
        db.Publish(new ClearanceGiven { PaymentRunId = message.PaymentRunId, MustHaveApplied = open });
    }
}

internal sealed class ClearanceMessageMapping : IEntityTypeConfiguration<ClearanceMessage>
{
    public void Configure(EntityTypeBuilder<ClearanceMessage> builder)
    {
        builder.ToTable("clearance_messages");
        builder.HasKey(m => m.MessageId);
        builder.HasIndex(m => m.ToldTo);
    }
}
