using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Spmis.Kernel.Data;

namespace Spmis.Registration.Clearance;

/// <summary>
/// A message that stops or moves payments, written beside each such publication. Payments may release only after it has applied them all.
/// Rows, not a watermark: a lower outbox position may commit after a higher one.
/// </summary>
public sealed class ClearanceMessage : IKernelRow
{
    /// <summary>The message.</summary>
    public required Guid MessageId { get; init; }

    /// <summary>The payment run that was told of it first; null until one has asked.</summary>
    public Guid? ToldTo { get; set; }
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

internal static class Clearing
{
    /// <summary>Publishes a message that no payment release may overtake.</summary>
    public static void PublishForClearance<T>(this RegistrationDb db, T message)
        where T : class =>
        db.Add(new ClearanceMessage { MessageId = db.Publish(message) });
}
