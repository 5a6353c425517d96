using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Spmis.Eligibility.Associations;

/// <summary>An association's agreement with a scheme: while it lasts, its members are enrolled by their membership. One that is open for an association and scheme, by constraint.</summary>
public sealed class SchemeAgreement
{
    /// <summary>The agreement.</summary>
    public required Guid Id { get; init; }

    /// <summary>The association.</summary>
    public required Guid AssociationId { get; init; }

    /// <summary>The scheme's id.</summary>
    public required string Scheme { get; init; }

    /// <summary>Category or class of its members in the scheme, in the scheme's words.</summary>
    public string? Category { get; init; }

    /// <summary>First day.</summary>
    public required DateOnly FromOn { get; init; }

    /// <summary>Last day; null until further notice.</summary>
    public DateOnly? UntilOn { get; set; }

    /// <summary>When it was recorded.</summary>
    public required DateTime RecordedAt { get; init; }

    /// <summary>By whom.</summary>
    public required string RecordedBy { get; init; }

    /// <summary>Association and scheme while it is open.</summary>
    public string? OpenKey { get; set; }

    /// <summary>Concurrency token.</summary>
    public int Version { get; set; }
}

internal sealed class SchemeAgreementMapping : IEntityTypeConfiguration<SchemeAgreement>
{
    public void Configure(EntityTypeBuilder<SchemeAgreement> builder)
    {
        builder.ToTable("scheme_agreements");
        builder.HasKey(a => a.Id);
        builder.HasIndex(a => a.OpenKey).IsUnique();
        builder.HasIndex(a => new { a.AssociationId, a.Scheme });
        builder.Property(a => a.Scheme).HasMaxLength(60);
        builder.Property(a => a.Category).HasMaxLength(100);
        builder.Property(a => a.OpenKey).HasMaxLength(100);
        builder.Property(a => a.Version).IsConcurrencyToken();
    }
}
