using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Spmis.Payments.Clearance;

/// <summary>A module's answer before a release.</summary>
public sealed class ClearanceAnswer
{
    public required Guid PaymentRunId { get; init; }

    /// <summary>Who answered: registration or eligibility.</summary>
    public required string Module { get; init; }

    public required DateTime GivenAt { get; init; }

    /// <summary>Messages it named.</summary>
    public required int Named { get; init; }
}

/// <summary>A message that must be applied here before the release.</summary>
public sealed class ClearanceMessage
{
    public required Guid PaymentRunId { get; init; }

    public required Guid MessageId { get; init; }
}

internal sealed class ClearanceAnswerMapping : IEntityTypeConfiguration<ClearanceAnswer>
{
    public void Configure(EntityTypeBuilder<ClearanceAnswer> builder)
    {
        builder.ToTable("clearance_answers");
        builder.HasKey(c => new { c.PaymentRunId, c.Module });
    }
}

internal sealed class ClearanceMessageMapping : IEntityTypeConfiguration<ClearanceMessage>
{
    public void Configure(EntityTypeBuilder<ClearanceMessage> builder)
    {
        builder.ToTable("clearance_messages");
        builder.HasKey(c => new { c.PaymentRunId, c.MessageId });
    }
}
