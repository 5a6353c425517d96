using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Spmis.Values;

namespace Spmis.Eligibility.Rounds;

/// <summary>A benefit decided over everybody in the register for a month, by one text of the law.</summary>
public sealed class EligibilityRound
{
    /// <summary>Running number.</summary>
    public long Id { get; init; }

    /// <summary>The scheme's id.</summary>
    public required string Scheme { get; init; }

    /// <summary>The month it is for; its first day is the day asked for.</summary>
    public required Month Month { get; init; }

    /// <summary>SHA-256 of the package.</summary>
    public required string PackageHash { get; init; }

    /// <summary>Version of the package.</summary>
    public required string PackageVersion { get; init; }

    /// <summary>Where its awards go.</summary>
    public required long BatchId { get; init; }

    /// <summary>The run that makes it.</summary>
    public long? RunId { get; set; }

    /// <summary>When it was started.</summary>
    public required DateTime StartedAt { get; init; }

    /// <summary>By whom.</summary>
    public required string StartedBy { get; init; }

    /// <summary>Persons who are entitled.</summary>
    public int Selected { get; set; }

    /// <summary>Persons who are not.</summary>
    public int NotSelected { get; set; }

    /// <summary>Persons of whom something is missing.</summary>
    public int CannotTell { get; set; }

    /// <summary>Awards made: entitled persons who had none.</summary>
    public int Awarded { get; set; }

    /// <summary>When all were decided.</summary>
    public DateTime? FinishedAt { get; set; }
}

internal sealed class RoundMapping : IEntityTypeConfiguration<EligibilityRound>
{
    public void Configure(EntityTypeBuilder<EligibilityRound> builder)
    {
        builder.ToTable("rounds");
        builder.HasKey(r => r.Id);
        builder.HasIndex(r => new { r.Scheme, r.Month }).IsUnique();
        builder.Property(r => r.Scheme).HasMaxLength(60);
    }
}
