using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Spmis.Values;

namespace Spmis.Contributions.Arrears;

/// <summary>
/// What an employer is taken to owe for a month of which no return came: billed, but nobody's month counts by it. When the return comes, it is credited in full, so that the employer owes the difference.
/// </summary>
public sealed class Estimate
{
    public required Guid Id { get; init; }

    public required Guid EmployerId { get; init; }

    public required string EmployerNumber { get; init; }

    public required string Scheme { get; init; }

    public required Month Month { get; init; }

    public required int Workers { get; init; }

    public required long WageMinor { get; init; }

    public required long AmountMinor { get; init; }

    public required string Currency { get; init; }

    /// <summary>The month whose accepted return it is based on; null when the figures were stated.</summary>
    public Month? BasedOn { get; init; }

    public required string Reason { get; init; }

    public required string LegalBasis { get; init; }

    public required Guid BillId { get; init; }

    public required DateTime ApprovedAt { get; init; }

    public required string ApprovedBy { get; init; }

    /// <summary>The return that took its place.</summary>
    public Guid? ReplacedBy { get; set; }

    public DateTime? ReplacedAt { get; set; }
}

internal sealed class EstimateMapping : IEntityTypeConfiguration<Estimate>
{
    public void Configure(EntityTypeBuilder<Estimate> builder)
    {
        builder.ToTable("estimates");
        builder.HasKey(e => e.Id);
        builder.HasIndex(e => new { e.EmployerId, e.Month, e.Scheme }).IsUnique();
        builder.HasIndex(e => e.BillId).IsUnique();
        builder.HasIndex(e => new { e.EmployerNumber, e.Month });
        builder.Property(e => e.EmployerNumber).HasMaxLength(40);
        builder.Property(e => e.Scheme).HasMaxLength(60);
        builder.Property(e => e.Currency).HasMaxLength(3);
        builder.Property(e => e.Reason).HasMaxLength(1000);
        builder.Property(e => e.LegalBasis).HasMaxLength(400);
        builder.Property(e => e.ApprovedBy).HasMaxLength(200);
    }
}
