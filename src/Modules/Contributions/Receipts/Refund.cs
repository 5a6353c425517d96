using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Spmis.Contributions.Receipts;

/// <summary>Money held that goes back, decided by two people. It is booked as payable; the bank's own booking of it is no contribution.</summary>
public sealed class Refund
{
    public required Guid Id { get; init; }

    public required Guid ReceiptId { get; init; }

    public required long AmountMinor { get; init; }

    public required string Currency { get; init; }

    /// <summary>Who gets it; as the payer is called by the bank or operator when nobody else was named, which may have the telephone with it.</summary>
    [Kernel.History.Identifying]
    public required string Beneficiary { get; init; }

    /// <summary>Where it is paid to: account or wallet.</summary>
    [Kernel.History.Identifying]
    public required string PayTo { get; init; }

    public required string Reason { get; init; }

    public required DateTime ApprovedAt { get; init; }

    public required string ApprovedBy { get; init; }

    /// <summary>The day the bank took the payment itself back, so that nothing is to be refunded.</summary>
    public DateOnly? CancelledOn { get; set; }
}

internal sealed class RefundMapping : IEntityTypeConfiguration<Refund>
{
    public void Configure(EntityTypeBuilder<Refund> builder)
    {
        builder.ToTable("refunds", t => t.HasCheckConstraint("CK_refunds_positive", "\"AmountMinor\" > 0"));
        builder.HasKey(r => r.Id);
        builder.HasIndex(r => r.ReceiptId);
        builder.HasIndex(r => r.ApprovedAt);
        builder.Property(r => r.Currency).HasMaxLength(3);
        builder.Property(r => r.Beneficiary).HasMaxLength(200);
        builder.Property(r => r.PayTo).HasMaxLength(60);
        builder.Property(r => r.Reason).HasMaxLength(400);
        builder.Property(r => r.ApprovedBy).HasMaxLength(200);
    }
}
