using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Spmis.Kernel.History;
using Spmis.Values;

namespace Spmis.Contributions.WhatIfs;

/// <summary>A package that Eligibility asked to be tried over what was assessed. Only sums are kept, no persons; nothing is assessed by it.</summary>
public sealed class TriedPackage
{
    /// <summary>Eligibility's what-if: each is tried once.</summary>
    public required long WhatIfId { get; init; }

    public required string Scheme { get; init; }

    public required string Hash { get; init; }

    /// <summary>The package's files as JSON: path to text.</summary>
    public required string Files { get; init; }

    public required Month FromMonth { get; init; }

    public required int Months { get; init; }

    /// <summary>Contributions up to this one are looked at.</summary>
    public required long LastContributionId { get; init; }

    public long? RunId { get; set; }

    public required DateTime AskedAt { get; init; }

    /// <summary>Persons reckoned.</summary>
    public int Cases { get; set; }

    /// <summary>The sums, as JSON. They grow chunk by chunk; the history has the run.</summary>
    [NotInHistory]
    public required string Figures { get; set; }

    public DateTime? FinishedAt { get; set; }
}

internal sealed class TriedPackageMapping : IEntityTypeConfiguration<TriedPackage>
{
    public void Configure(EntityTypeBuilder<TriedPackage> builder)
    {
        builder.ToTable("tried_packages");
        builder.HasKey(t => t.WhatIfId);
        builder.Property(t => t.WhatIfId).ValueGeneratedNever();
        builder.Property(t => t.Scheme).HasMaxLength(60);
        builder.Property(t => t.Hash).HasMaxLength(64);
        builder.Property(t => t.Files).HasMaxLength(-1);
        builder.Property(t => t.Figures).HasMaxLength(-1);
    }
}
