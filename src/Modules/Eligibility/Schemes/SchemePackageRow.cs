using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Spmis.Eligibility.Schemes;

/// <summary>What a package is for.</summary>
public enum SchemeUse
{
    /// <summary>It says what is due; Contributions works with it.</summary>
    Contributions,

    /// <summary>A benefit decided over the whole register: it asks for no contributions.</summary>
    Rounds,

    /// <summary>A benefit that is claimed: it asks for contributions.</summary>
    Claims,
}

/// <summary>A scheme package as handed in. Never changed: another text is another version. Nothing computes with it before it is in force.</summary>
public sealed class SchemePackageRow
{
    /// <summary>Running number.</summary>
    public long Id { get; init; }

    /// <summary>The scheme's id.</summary>
    public required string Scheme { get; init; }

    /// <summary>Semantic version.</summary>
    public required string Version { get; init; }

    /// <summary>SHA-256 over the files.</summary>
    public required string Hash { get; init; }

    /// <summary>English name.</summary>
    public required string Name { get; init; }

    /// <summary>What the package says on its face, in English.</summary>
    public string? Notice { get; init; }

    /// <summary>What it is for.</summary>
    public required SchemeUse Use { get; init; }

    /// <summary>ILO C102 branch of a benefit, see <see cref="Branches"/>.</summary>
    public string? Branch { get; init; }

    /// <summary>ISO 4217.</summary>
    public required string Currency { get; init; }

    /// <summary>Path to text, as JSON.</summary>
    public required string Files { get; init; }

    /// <summary>How many expected answers of its own tests were checked, all right.</summary>
    public required int TestsPassed { get; init; }

    /// <summary>When it was handed in.</summary>
    public required DateTime UploadedAt { get; init; }

    /// <summary>By whom.</summary>
    public required string UploadedBy { get; init; }
}

/// <summary>An approved package and the first day on which it decides. Until the next one of the scheme.</summary>
public sealed class SchemeInForce
{
    /// <summary>Running number; of two that start on one day the later decides.</summary>
    public long Id { get; init; }

    /// <summary>The package.</summary>
    public required long PackageId { get; init; }

    /// <summary>The scheme's id.</summary>
    public required string Scheme { get; init; }

    /// <summary>SHA-256 of the package.</summary>
    public required string Hash { get; init; }

    /// <summary>First day on which it decides.</summary>
    public required DateOnly EffectiveFrom { get; init; }

    /// <summary>When it was approved.</summary>
    public required DateTime ActivatedAt { get; init; }

    /// <summary>By whom; somebody else had prepared it.</summary>
    public required string ActivatedBy { get; init; }
}

internal sealed class SchemeMapping : IEntityTypeConfiguration<SchemePackageRow>, IEntityTypeConfiguration<SchemeInForce>
{
    public void Configure(EntityTypeBuilder<SchemePackageRow> builder)
    {
        builder.ToTable("scheme_packages");
        builder.HasKey(p => p.Id);
        builder.HasIndex(p => p.Hash).IsUnique();
        builder.HasIndex(p => new { p.Scheme, p.Version }).IsUnique();
        builder.Property(p => p.Notice).HasMaxLength(2000);
        builder.Property(p => p.Files).HasMaxLength(-1);
    }

    public void Configure(EntityTypeBuilder<SchemeInForce> builder)
    {
        builder.ToTable("schemes_in_force");
        builder.HasKey(s => s.Id);
        builder.HasIndex(s => new { s.Scheme, s.EffectiveFrom, s.Hash }).IsUnique();
        builder.HasOne<SchemePackageRow>().WithMany().HasForeignKey(s => s.PackageId).OnDelete(DeleteBehavior.Restrict);
    }
}
