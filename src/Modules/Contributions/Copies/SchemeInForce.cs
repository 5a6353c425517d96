using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Spmis.Contributions.Copies;

/// <summary>A scheme package that was activated, word for word. Nothing is assessed without one.</summary>
public sealed class SchemeInForce
{
    public long Id { get; init; }

    public required string Scheme { get; init; }

    /// <summary>Version of the package, for people.</summary>
    public required string PackageVersion { get; init; }

    public required string Hash { get; init; }

    public required DateOnly EffectiveFrom { get; init; }

    /// <summary>The package's files as JSON: path to text.</summary>
    public required string Files { get; init; }

    /// <summary>Whether it has the rules of a contribution; benefit packages are kept too, but nothing is collected for them.</summary>
    public required bool Collects { get; init; }

    public required string Currency { get; init; }

    public required DateTime ActivatedAt { get; init; }
}

internal sealed class SchemeInForceMapping : IEntityTypeConfiguration<SchemeInForce>
{
    public void Configure(EntityTypeBuilder<SchemeInForce> builder)
    {
        builder.ToTable("schemes_in_force");
        builder.HasKey(s => s.Id);
        builder.HasIndex(s => new { s.Scheme, s.EffectiveFrom, s.Hash }).IsUnique();
        builder.HasIndex(s => s.Hash);
        builder.Property(s => s.Scheme).HasMaxLength(60);
        builder.Property(s => s.PackageVersion).HasMaxLength(40);
        builder.Property(s => s.Hash).HasMaxLength(64);
        builder.Property(s => s.Files).HasMaxLength(-1);
        builder.Property(s => s.Currency).HasMaxLength(3);
    }
}
