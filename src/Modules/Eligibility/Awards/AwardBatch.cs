using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Spmis.Eligibility.Determinations;
using Spmis.Values;

namespace Spmis.Eligibility.Awards;

/// <summary>Awards made together, by a round or from claims, and approved together by a second person.</summary>
public sealed class AwardBatch
{
    /// <summary>Running number.</summary>
    public long Id { get; init; }

    /// <summary>The scheme's id.</summary>
    public required string Scheme { get; init; }

    /// <summary>For people.</summary>
    public required string Title { get; init; }

    /// <summary>When it was begun.</summary>
    public required DateTime MadeAt { get; init; }

    /// <summary>By whom.</summary>
    public required string MadeBy { get; init; }

    /// <summary>When it was approved; its run then puts the awards in force.</summary>
    public DateTime? ApprovedAt { get; set; }

    /// <summary>By whom.</summary>
    public string? ApprovedBy { get; set; }
}

/// <summary>A month of an award as Payments last settled it.</summary>
public sealed class AwardMonth
{
    /// <summary>The award.</summary>
    public required Guid AwardId { get; init; }

    /// <summary>Its component.</summary>
    public required string Component { get; init; }

    /// <summary>The month.</summary>
    public required Month Month { get; init; }

    /// <summary>The last attempt heard of.</summary>
    public required int Attempt { get; init; }

    /// <summary>paid, rejected or returned.</summary>
    public required string Outcome { get; init; }

    /// <summary>Minor units.</summary>
    public required long AmountMinor { get; init; }

    /// <summary>The day of the outcome.</summary>
    public required DateOnly On { get; init; }
}

internal sealed class AwardMapping : IEntityTypeConfiguration<Award>, IEntityTypeConfiguration<AwardBatch>, IEntityTypeConfiguration<AwardMonth>
{
    public void Configure(EntityTypeBuilder<Award> builder)
    {
        builder.ToTable("awards");
        builder.HasKey(a => a.Id);
        builder.HasIndex(a => a.Number).IsUnique();
        builder.HasIndex(a => a.OpenKey).IsUnique();
        builder.HasIndex(a => new { a.PersonId, a.Scheme }); // Both columns: asked for a thousand persons of a scheme, SQLite would else read the whole scheme.
        builder.HasIndex(a => a.DecidedForId);
        builder.HasIndex(a => new { a.BatchId, a.Number });
        builder.HasIndex(a => a.DuplicateOfId);
        builder.HasIndex(a => a.ClaimId);
        builder.HasIndex(a => new { a.Scheme, a.LegacyNumber }).IsUnique();
        builder.HasIndex(a => new { a.Scheme, a.Number }); // Runs go through a scheme by number; without it each chunk would read the whole scheme.
        builder.Property(a => a.Scheme).HasMaxLength(60);
        builder.Property(a => a.LegacyNumber).HasMaxLength(60);
        builder.Property(a => a.Number).HasMaxLength(40);
        builder.Property(a => a.SuspendedBecause).HasMaxLength(1000);
        builder.Property(a => a.EndedBecause).HasMaxLength(1000);
        builder.Property(a => a.Version).IsConcurrencyToken();
        builder.HasOne<AwardBatch>().WithMany().HasForeignKey(a => a.BatchId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Determination>().WithMany().HasForeignKey(a => a.DeterminationId).OnDelete(DeleteBehavior.Restrict);
    }

    public void Configure(EntityTypeBuilder<AwardBatch> builder)
    {
        builder.ToTable("award_batches");
        builder.HasKey(b => b.Id);
        builder.HasIndex(b => new { b.ApprovedAt, b.Id });
    }

    public void Configure(EntityTypeBuilder<AwardMonth> builder)
    {
        builder.ToTable("award_months");
        builder.HasKey(m => new { m.AwardId, m.Component, m.Month });
        builder.Property(m => m.Component).HasMaxLength(60);
    }
}
