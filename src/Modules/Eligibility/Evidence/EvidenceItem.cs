using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Spmis.Eligibility.Claims;
using Spmis.Kernel.Secrets;

namespace Spmis.Eligibility.Evidence;

/// <summary>A paper that came for a claim. How it stands is derived from dated facts: received, accepted or refused, set aside for another one.</summary>
public sealed class EvidenceItem
{
    /// <summary>The item.</summary>
    public required Guid Id { get; init; }

    /// <summary>The claim.</summary>
    public required Guid ClaimId { get; init; }

    /// <summary>Which piece of the package's list it is.</summary>
    public required string Kind { get; init; }

    /// <summary>Content in the file store; null when the original was only shown.</summary>
    public string? Sha256 { get; init; }

    /// <summary>The sender's name for the file.</summary>
    public string? FileName { get; init; }

    /// <summary>What the content is, found from its first bytes.</summary>
    public string? ContentType { get; init; }

    /// <summary>Bytes.</summary>
    public long? Length { get; init; }

    /// <summary>Number and place of the original, where no file was kept.</summary>
    public string? Reference { get; init; }

    /// <summary>Who issued it.</summary>
    public string? Issuer { get; init; }

    /// <summary>When it was issued.</summary>
    public DateOnly? IssuedOn { get; init; }

    /// <summary>First day a certificate speaks of.</summary>
    public DateOnly? FromDay { get; init; }

    /// <summary>Last day; null until further notice.</summary>
    public DateOnly? ToDay { get; init; }

    /// <summary>Degree of incapacity it finds, in whole per cent: 100 cannot work, 0 can.</summary>
    public int? DegreePercent { get; init; }

    /// <summary>When it came.</summary>
    public required DateTime ReceivedAt { get; init; }

    /// <summary>Who took it.</summary>
    public required string ReceivedBy { get; init; }

    /// <summary>Accepted or refused; null while nobody has looked.</summary>
    public bool? Accepted { get; set; }

    /// <summary>When.</summary>
    public DateTime? JudgedAt { get; set; }

    /// <summary>By whom.</summary>
    public string? JudgedBy { get; set; }

    /// <summary>Why it was refused.</summary>
    public string? RefusedBecause { get; set; }

    /// <summary>When it was set aside because another certificate of the same days holds.</summary>
    public DateTime? SetAsideAt { get; set; }

    /// <summary>By whom.</summary>
    public string? SetAsideBy { get; set; }

    /// <summary>Why the other one holds.</summary>
    public string? SetAsideBecause { get; set; }

    /// <summary>Concurrency token.</summary>
    public int Version { get; set; }

    /// <summary>Where its file is kept, sealed; one from before lies open under its hash until the run has sealed it.</summary>
    internal SecretPlace Place => SealedFiles.PlaceOf("claim_evidence", Id);

    /// <summary>Whether it counts.</summary>
    public bool Counts => Accepted == true && SetAsideAt is null;

    /// <summary>Whether it and another one say different things of the same day.</summary>
    public bool Contradicts(EvidenceItem other) => Id != other.Id && Counts && other.Counts && DegreePercent is not null && other.DegreePercent is not null && DegreePercent != other.DegreePercent
        && FromDay <= (other.ToDay ?? DateOnly.MaxValue) && other.FromDay <= (ToDay ?? DateOnly.MaxValue);
}

/// <summary>A letter that asked for evidence, with the day by which it should come.</summary>
public sealed class EvidenceRequest
{
    /// <summary>The letter.</summary>
    public required Guid Id { get; init; }

    /// <summary>The claim.</summary>
    public required Guid ClaimId { get; init; }

    /// <summary>1 for the first letter of a claim, then 2 ...</summary>
    public required int Sequence { get; init; }

    /// <summary>What was asked for, pieces with commas.</summary>
    public required string Kinds { get; init; }

    /// <summary>The day it was written.</summary>
    public required DateOnly AskedOn { get; init; }

    /// <summary>The day by which it should come; null where the law is silent.</summary>
    public DateOnly? AnswerBy { get; init; }

    /// <summary>By whom.</summary>
    public required string AskedBy { get; init; }
}

internal sealed class EvidenceMapping : IEntityTypeConfiguration<EvidenceItem>, IEntityTypeConfiguration<EvidenceRequest>
{
    public void Configure(EntityTypeBuilder<EvidenceItem> builder)
    {
        builder.ToTable("claim_evidence");
        builder.HasKey(e => e.Id);
        builder.HasIndex(e => new { e.ClaimId, e.Kind, e.Sha256 }).IsUnique();
        builder.Property(e => e.Kind).HasMaxLength(100);
        builder.Property(e => e.Sha256).HasMaxLength(64);
        builder.Property(e => e.RefusedBecause).HasMaxLength(1000);
        builder.Property(e => e.SetAsideBecause).HasMaxLength(1000);
        builder.Property(e => e.Version).IsConcurrencyToken();
        builder.HasOne<Claim>().WithMany().HasForeignKey(e => e.ClaimId).OnDelete(DeleteBehavior.Restrict);
    }

    public void Configure(EntityTypeBuilder<EvidenceRequest> builder)
    {
        builder.ToTable("evidence_requests");
        builder.HasKey(r => r.Id);
        builder.HasIndex(r => new { r.ClaimId, r.Sequence }).IsUnique();
        builder.Property(r => r.Kinds).HasMaxLength(4000);
        builder.HasOne<Claim>().WithMany().HasForeignKey(r => r.ClaimId).OnDelete(DeleteBehavior.Restrict);
    }
}
