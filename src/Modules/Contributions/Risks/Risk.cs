using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Spmis.Values;

namespace Spmis.Contributions.Risks;

/// <summary>Why an employer's month is looked at.</summary>
public enum RiskKind
{
    /// <summary>It filed before, and for this month it did not.</summary>
    NotFiled,

    /// <summary>Many workers fewer than the month before.</summary>
    WorkersDropped,

    /// <summary>Much lower wages a worker than the month before.</summary>
    WagesDropped,

    /// <summary>Nearly all workers at the lowest wage of the return.</summary>
    WagesAtFloor,
}

/// <summary>What was done about it.</summary>
public enum RiskStatus
{
    Open,

    /// <summary>Handed over to inspection.</summary>
    HandedOver,

    /// <summary>Looked at, with a reason why nothing is wrong.</summary>
    Dismissed,
}

/// <summary>A reason to look at an employer's month. One a kind, employer, scheme and month, by constraint, so a second look finds nothing twice.</summary>
public sealed class Risk
{
    public long Id { get; init; }

    public required RiskKind Kind { get; init; }

    public required Guid EmployerId { get; init; }

    public required string EmployerNumber { get; init; }

    public required string Scheme { get; init; }

    public required Month Month { get; init; }

    /// <summary>Workers, or wages a worker in minor units, of the month before; of <see cref="RiskKind.WagesAtFloor"/> the workers.</summary>
    public required long Before { get; init; }

    /// <summary>The same of the month; of <see cref="RiskKind.WagesAtFloor"/> the workers at the lowest wage.</summary>
    public required long Now { get; init; }

    public required string Currency { get; init; }

    /// <summary>0 to 100, higher first: the share lost, or the share at the floor.</summary>
    public required int Weight { get; init; }

    public required DateTime FoundAt { get; init; }

    public RiskStatus Status { get; set; }

    public DateTime? DecidedAt { get; set; }

    public string? DecidedBy { get; set; }

    public string? Note { get; set; }

    public int Version { get; set; }
}

internal sealed class RiskMapping : IEntityTypeConfiguration<Risk>
{
    public void Configure(EntityTypeBuilder<Risk> builder)
    {
        builder.ToTable("risks");
        builder.HasKey(r => r.Id);
        builder.HasIndex(r => new { r.EmployerId, r.Scheme, r.Month, r.Kind }).IsUnique();
        builder.HasIndex(r => new { r.Status, r.Id });
        builder.HasIndex(r => new { r.EmployerNumber, r.Status });
        builder.Property(r => r.EmployerNumber).HasMaxLength(40);
        builder.Property(r => r.Scheme).HasMaxLength(60);
        builder.Property(r => r.Currency).HasMaxLength(3);
        builder.Property(r => r.DecidedBy).HasMaxLength(200);
        builder.Property(r => r.Note).HasMaxLength(1000);
        builder.Property(r => r.Version).IsConcurrencyToken();
    }
}
