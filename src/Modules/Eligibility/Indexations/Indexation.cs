using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Spmis.Values;

namespace Spmis.Eligibility.Indexations;

/// <summary>What new amounts rest on.</summary>
public enum IndexationBasis
{
    /// <summary>The package's rule <c>indexed</c>, which takes the amount in force and gives the new one, rounded as the law says.</summary>
    Rule,

    /// <summary>The package's dated <c>amount</c>, asked once more for the new month on the facts of the decision.</summary>
    Amount,
}

/// <summary>
/// The awards of a scheme in payment, raised from a month on. A dry run keeps its differences and changes nothing; of the others there is one a scheme and month, by constraint.
/// Once approved, what an award gets more is a component of its own, so months paid before stay as they are.
/// </summary>
public sealed class Indexation
{
    /// <summary>Running number.</summary>
    public long Id { get; init; }

    /// <summary>The scheme's id.</summary>
    public required string Scheme { get; init; }

    /// <summary>First month with the new amounts.</summary>
    public required Month FromMonth { get; init; }

    /// <summary>Only to look at.</summary>
    public required bool DryRun { get; init; }

    /// <summary>Scheme and month while it stands: one indexation, by constraint. Null for a dry run and for one that was rejected and replaced.</summary>
    public string? OnceKey { get; set; }

    /// <summary>What the amounts rest on.</summary>
    public required IndexationBasis Basis { get; init; }

    /// <summary>The rate somebody stated, in millionths: 50,000 for 5 per cent; null when the package knows it.</summary>
    public long? RateMillionths { get; init; }

    /// <summary>The flat amount somebody stated, minor units; null when there is none.</summary>
    public long? FlatMinor { get; init; }

    /// <summary>Law or order that states them; null when the package knows them.</summary>
    public string? LegalSource { get; init; }

    /// <summary>SHA-256 of the package.</summary>
    public required string PackageHash { get; init; }

    /// <summary>Version of the package.</summary>
    public required string PackageVersion { get; init; }

    /// <summary>By values of the law recorded up to this day.</summary>
    public required DateOnly AsKnownOn { get; init; }

    /// <summary>ISO 4217 of all amounts.</summary>
    public required string Currency { get; init; }

    /// <summary>The run that makes it.</summary>
    public long? RunId { get; set; }

    /// <summary>When it was started.</summary>
    public required DateTime StartedAt { get; init; }

    /// <summary>By whom.</summary>
    public required string StartedBy { get; init; }

    /// <summary>Awards looked at.</summary>
    public int Awards { get; set; }

    /// <summary>Awards that rise.</summary>
    public int Raised { get; set; }

    /// <summary>Awards that stay although the rules give less, say no or cannot tell: a person must look.</summary>
    public int ToLookAt { get; set; }

    /// <summary>Monthly amounts before, minor units.</summary>
    public long OldMinor { get; set; }

    /// <summary>Monthly amounts after, minor units.</summary>
    public long NewMinor { get; set; }

    /// <summary>When all was reckoned.</summary>
    public DateTime? FinishedAt { get; set; }

    /// <summary>When it was approved.</summary>
    public DateTime? ApprovedAt { get; set; }

    /// <summary>By whom; somebody else had prepared it.</summary>
    public string? ApprovedBy { get; set; }

    /// <summary>The rate somebody stated, 0.05 for 5 per cent.</summary>
    public decimal? Rate => RateMillionths / 1_000_000m;

    /// <summary>The component of an award under which it is paid more.</summary>
    public static string ComponentOf(long id) => string.Create(CultureInfo.InvariantCulture, $"idx{id}");

    /// <summary>The one indexation of a scheme and month.</summary>
    public static string KeyOf(string scheme, Month month) => $"{scheme}:{month}";
}

/// <summary>What becomes of an award.</summary>
public enum IndexationKind
{
    /// <summary>It rises.</summary>
    Raised,

    /// <summary>It stays.</summary>
    Same,

    /// <summary>The rules give less: it stays until a person has decided again.</summary>
    Lower,

    /// <summary>The rules give nothing any more: it stays until a person has decided again.</summary>
    NotEntitled,

    /// <summary>Something is missing: it stays.</summary>
    CannotTell,
}

/// <summary>One award of an indexation.</summary>
public sealed class IndexationLine
{
    /// <summary>The indexation.</summary>
    public required long IndexationId { get; init; }

    /// <summary>The award.</summary>
    public required Guid AwardId { get; init; }

    /// <summary>Award number.</summary>
    public required string AwardNumber { get; init; }

    /// <summary>What becomes of it.</summary>
    public required IndexationKind Kind { get; init; }

    /// <summary>Amount of a month before, minor units.</summary>
    public required long OldMinor { get; init; }

    /// <summary>By the rules; null when they cannot tell.</summary>
    public long? NewMinor { get; init; }

    /// <summary>What it gets more a month; 0 unless it rises.</summary>
    public required long ChangeMinor { get; init; }
}

internal sealed class IndexationMapping : IEntityTypeConfiguration<Indexation>, IEntityTypeConfiguration<IndexationLine>
{
    public void Configure(EntityTypeBuilder<Indexation> builder)
    {
        builder.ToTable("indexations");
        builder.HasKey(x => x.Id);
        builder.HasIndex(x => x.OnceKey).IsUnique();
        builder.HasIndex(x => x.Scheme);
        builder.Property(x => x.Scheme).HasMaxLength(60);
        builder.Property(x => x.OnceKey).HasMaxLength(80);
        builder.Property(x => x.LegalSource).HasMaxLength(400);
        builder.Ignore(x => x.Rate);
    }

    public void Configure(EntityTypeBuilder<IndexationLine> builder)
    {
        builder.ToTable("indexation_lines");
        builder.HasKey(l => new { l.IndexationId, l.AwardId });
        builder.HasIndex(l => new { l.IndexationId, l.AwardNumber }).IsUnique();
        builder.HasIndex(l => l.AwardId);
        builder.Property(l => l.AwardNumber).HasMaxLength(40);
        builder.HasOne<Indexation>().WithMany().HasForeignKey(l => l.IndexationId).OnDelete(DeleteBehavior.Restrict);
    }
}
