using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Spmis.Eligibility.Awards;
using Spmis.Kernel.Access;

namespace Spmis.Eligibility.LifeCertificates;

/// <summary>How it was proved that a person lives.</summary>
public enum ProofHow
{
    /// <summary>The person came to a desk.</summary>
    Desk,

    /// <summary>The person came to a pay point, and the agency told it.</summary>
    PayPoint,

    /// <summary>The civil registry knows the person as alive.</summary>
    CivilRegistry,
}

/// <summary>A proof that a person lived on a day. Never changed; follows merges by looking at all records of the person.</summary>
public sealed class LifeCertificate : IOfPerson
{
    /// <summary>The proof.</summary>
    public required Guid Id { get; init; }

    /// <summary>The person as recorded.</summary>
    public required Guid PersonId { get; init; }

    /// <summary>Registration number as recorded.</summary>
    public required string PersonNumber { get; init; }

    string? IOfPerson.ShownPerson => PersonNumber;

    /// <summary>The day on which the person was seen.</summary>
    public required DateOnly ProvedOn { get; init; }

    /// <summary>How.</summary>
    public required ProofHow How { get; init; }

    /// <summary>Document, pay point or reference of the registry's answer.</summary>
    public required string Evidence { get; init; }

    /// <summary>The desk, or file and line.</summary>
    public required string Source { get; init; }

    /// <summary>When it was recorded.</summary>
    public required DateTime RecordedAt { get; init; }

    /// <summary>By whom.</summary>
    public required string RecordedBy { get; init; }
}

/// <summary>When an award's next proof is due: work by business date, so what fell due while the machine was off is still done.</summary>
public sealed class CertificateDue : IOfPerson
{
    /// <summary>The award.</summary>
    public required Guid AwardId { get; init; }

    /// <summary>Award number.</summary>
    public required string AwardNumber { get; init; }

    /// <summary>Registration number of the person.</summary>
    public required string PersonNumber { get; init; }

    string? IOfPerson.ShownPerson => PersonNumber;

    /// <summary>The scheme's id.</summary>
    public required string Scheme { get; init; }

    /// <summary>The last proof this rests on; null when there was none yet.</summary>
    public DateOnly? ProvedOn { get; init; }

    /// <summary>The day until which a proof is asked for; null when the rules cannot tell.</summary>
    public DateOnly? DueOn { get; init; }

    /// <summary>The last day of grace; the day after, the award is suspended from the next month on.</summary>
    public DateOnly? GraceUntil { get; init; }

    /// <summary>Why nobody can tell; null when it can be told.</summary>
    public string? Missing { get; init; }
}

internal sealed class LifeCertificateMapping : IEntityTypeConfiguration<LifeCertificate>, IEntityTypeConfiguration<CertificateDue>
{
    public void Configure(EntityTypeBuilder<LifeCertificate> builder)
    {
        builder.ToTable("life_certificates");
        builder.HasKey(c => c.Id);
        builder.HasIndex(c => new { c.PersonId, c.ProvedOn }).IsUnique();
        builder.Property(c => c.PersonNumber).HasMaxLength(40);
        builder.Property(c => c.Evidence).HasMaxLength(200);
    }

    public void Configure(EntityTypeBuilder<CertificateDue> builder)
    {
        builder.ToTable("certificate_dues");
        builder.HasKey(d => d.AwardId);
        builder.HasIndex(d => new { d.DueOn, d.AwardNumber });
        builder.HasIndex(d => d.PersonNumber);
        builder.Property(d => d.AwardNumber).HasMaxLength(40);
        builder.Property(d => d.PersonNumber).HasMaxLength(40);
        builder.Property(d => d.Scheme).HasMaxLength(60);
        builder.Property(d => d.Missing).HasMaxLength(400);
        builder.HasOne<Award>().WithMany().HasForeignKey(d => d.AwardId).OnDelete(DeleteBehavior.Restrict);
    }
}
