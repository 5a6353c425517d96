using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Spmis.Values;

namespace Spmis.Contributions.Record;

/// <summary>
/// What a line or a payment adds to a person's month. Written once: a correction adds the difference, a reversal the opposite. The month is the sum.
/// </summary>
public sealed class Contribution
{
    public long Id { get; init; }

    /// <summary>Whose it is now: follows merges.</summary>
    public required Guid PersonId { get; set; }

    /// <summary>Whose it was when it was declared: merges are undone by it.</summary>
    public required Guid DeclaredPersonId { get; init; }

    public required string Scheme { get; init; }

    public required Month Month { get; init; }

    /// <summary>Null for a self-employed worker's own payment.</summary>
    public Guid? EmployerId { get; init; }

    public Guid? ReturnId { get; init; }

    public long? Line { get; init; }

    /// <summary>The bill that has to be paid for it to count; null when nothing has to be paid any more.</summary>
    public Guid? BillId { get; set; }

    /// <summary>The payment it is, for a worker without employer.</summary>
    public Guid? ReceiptId { get; init; }

    /// <summary>It takes the payment of the same receipt back.</summary>
    public bool Reversal { get; init; }

    /// <summary>For a worker's own payment that a change of the law made count otherwise: the recalculation. Else 0.</summary>
    public long RecalculationId { get; init; }

    /// <summary>The takeover it came by from an old system, with its line; null for what came here. It was paid into the old books.</summary>
    public long? TakeoverId { get; init; }

    public long? TakeoverLine { get; init; }

    /// <summary>Of a month taken over: the old system counted it as insured.</summary>
    public bool OldCount { get; init; }

    /// <summary>Of a month taken over: hash of the package in force for it when it was posted, by which it counts from then on; null when there was none, so that the old system's count is kept.</summary>
    public string? CountedBy { get; init; }

    /// <summary>The voucher of the day of work it is; null for everything else. No return of the month covers it.</summary>
    public Guid? VoucherId { get; init; }

    public required long BaseMinor { get; init; }

    public required long EmployeeMinor { get; init; }

    public required long EmployerMinor { get; init; }
}

/// <summary>Twelve months of a person in a scheme as last told to Eligibility.</summary>
public sealed class ContributionYearRow
{
    public required Guid PersonId { get; init; }

    public required string Scheme { get; init; }

    public required int Year { get; init; }

    /// <summary>Twelve amounts in minor units with commas between, January first.</summary>
    public required string BaseMinor { get; init; }

    /// <summary>Bit 0 = January.</summary>
    public required int InsuredMonths { get; init; }

    public required long Version { get; init; }
}

internal sealed class RecordMapping : IEntityTypeConfiguration<Contribution>, IEntityTypeConfiguration<ContributionYearRow>
{
    public void Configure(EntityTypeBuilder<Contribution> builder)
    {
        builder.ToTable("contributions");
        builder.HasKey(c => c.Id);
        builder.HasIndex(c => new { c.ReturnId, c.Line }).IsUnique();
        builder.HasIndex(c => new { c.ReceiptId, c.Reversal, c.RecalculationId }).IsUnique();
        builder.HasIndex(c => new { c.TakeoverId, c.TakeoverLine, c.Month }).IsUnique();
        builder.HasIndex(c => new { c.VoucherId, c.Reversal }).IsUnique();
        builder.HasIndex(c => new { c.PersonId, c.Scheme, c.Month });
        builder.HasIndex(c => new { c.EmployerId, c.Month, c.Scheme });
        builder.HasIndex(c => c.BillId);
        builder.Property(c => c.Scheme).HasMaxLength(60);
        builder.Property(c => c.CountedBy).HasMaxLength(64);
    }

    public void Configure(EntityTypeBuilder<ContributionYearRow> builder)
    {
        builder.ToTable("contribution_years");
        builder.HasKey(y => new { y.PersonId, y.Scheme, y.Year });
        builder.Property(y => y.Scheme).HasMaxLength(60);
        builder.Property(y => y.BaseMinor).HasMaxLength(300);
    }
}
