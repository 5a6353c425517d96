using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Spmis.Contributions.Arrears;

/// <summary>How a debt ends without money.</summary>
public enum ReliefKind
{
    /// <summary>Interest or penalty is forgiven, as the law allows; it was never income.</summary>
    Waiver,

    /// <summary>The debt cannot be collected; the books carry the loss, and months not paid do not become paid.</summary>
    WriteOff,
}

/// <summary>A waiver or write-off that two persons decided. It stands in the books as a credit of its own, put to the bill.</summary>
public sealed class Relief
{
    public required Guid Id { get; init; }

    public required ReliefKind Kind { get; init; }

    public required Guid BillId { get; init; }

    public required Guid EmployerId { get; init; }

    /// <summary>The credit (a receipt without money) that was put to the bill.</summary>
    public required Guid ReceiptId { get; init; }

    public required long AmountMinor { get; init; }

    /// <summary>Of a debt that lapsed by the law: the last day on which it could be claimed.</summary>
    public DateOnly? LapsedOn { get; init; }

    /// <summary>Of a write-off: what a later correction showed never to have been due, so that nothing was lost.</summary>
    public long UndoneMinor { get; set; }

    public required string Currency { get; init; }

    public required string Reason { get; init; }

    /// <summary>The article that allows it.</summary>
    public required string LegalBasis { get; init; }

    public required DateTime ApprovedAt { get; init; }

    public required string ApprovedBy { get; init; }
}

internal sealed class ReliefMapping : IEntityTypeConfiguration<Relief>
{
    public void Configure(EntityTypeBuilder<Relief> builder)
    {
        builder.ToTable("reliefs");
        builder.HasKey(r => r.Id);
        builder.HasIndex(r => r.ReceiptId).IsUnique();
        builder.HasIndex(r => r.BillId);
        builder.HasIndex(r => new { r.EmployerId, r.ApprovedAt });
        builder.Property(r => r.Currency).HasMaxLength(3);
        builder.Property(r => r.Reason).HasMaxLength(1000);
        builder.Property(r => r.LegalBasis).HasMaxLength(400);
        builder.Property(r => r.ApprovedBy).HasMaxLength(200);
    }
}
