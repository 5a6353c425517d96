using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Spmis.Eligibility.Awards;
using Spmis.Kernel.Access;
using Spmis.Values;

namespace Spmis.Eligibility.Recalculations;

/// <summary>
/// The months of a benefit reckoned once more after the law changed backwards: the same facts, the same months, the law as it is known now. Its differences are proposals.
/// Once approved, arrears are paid once, and what the last month gives more goes on month by month. What falls goes on unchanged until two people have it lowered.
/// </summary>
public sealed class Recalculation
{
    /// <summary>How the components of lower amounts begin.</summary>
    public const string Lowered = "low";

    /// <summary>Running number.</summary>
    public long Id { get; init; }

    /// <summary>The scheme's id.</summary>
    public required string Scheme { get; init; }

    /// <summary>The activation after which it was made (<c>schemes_in_force</c>): one recalculation an activation and last month, by constraint.</summary>
    public required long InForceId { get; init; }

    /// <summary>Version activated, for people.</summary>
    public required string PackageVersion { get; init; }

    /// <summary>First month reckoned.</summary>
    public required Month FromMonth { get; init; }

    /// <summary>Last month reckoned.</summary>
    public required Month ThroughMonth { get; init; }

    /// <summary>By values of the law recorded up to this day.</summary>
    public required DateOnly AsKnownOn { get; init; }

    /// <summary>Where awards of newly entitled persons go; they are approved as any award.</summary>
    public required long BatchId { get; init; }

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

    /// <summary>Earlier refusals looked at.</summary>
    public int Refusals { get; set; }

    /// <summary>Refusals that are entitlements now: awards made, not approved.</summary>
    public int Gained { get; set; }

    /// <summary>Persons who would be entitled now but died or were merged meanwhile: a person must look.</summary>
    public int LeftOut { get; set; }

    /// <summary>What is owed to persons, minor units.</summary>
    public long ArrearsMinor { get; set; }

    /// <summary>What was paid too much, minor units.</summary>
    public long OverpaidMinor { get; set; }

    /// <summary>When all was reckoned.</summary>
    public DateTime? FinishedAt { get; set; }

    /// <summary>When the differences were approved.</summary>
    public DateTime? ApprovedAt { get; set; }

    /// <summary>By whom; somebody else had prepared them.</summary>
    public string? ApprovedBy { get; set; }

    /// <summary>The month with which approved arrears are paid.</summary>
    public Month? PayMonth { get; set; }

    /// <summary>From this month on the awards that come to less are paid less; null as long as nobody approved that.</summary>
    public Month? LowerFrom { get; set; }

    /// <summary>When the lowering was approved.</summary>
    public DateTime? LoweredAt { get; set; }

    /// <summary>By whom; somebody else had prepared it.</summary>
    public string? LoweredBy { get; set; }

    /// <summary>The component of an award under which its arrears are paid.</summary>
    public static string ArrearsOf(long id) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"arr{id}");

    /// <summary>The component of an award under which a lower amount is paid instead of all before.</summary>
    public static string LowerOf(long id) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Lowered}{id}");

    /// <summary>The component of an award under which it is paid more from then on.</summary>
    public static string IncreaseOf(long id) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"inc{id}");
}

/// <summary>What a month of an award comes to by the law as it is known now.</summary>
public enum DifferenceKind
{
    /// <summary>More than was granted: owed to the person.</summary>
    Arrears,

    /// <summary>Less than was paid: a debt to decide about. Nothing is recovered by itself.</summary>
    Overpaid,

    /// <summary>Less than was granted, but the month was not paid as far as is known.</summary>
    LessNotPaid,

    /// <summary>The new law asks for what is not known.</summary>
    CannotTell,
}

/// <summary>One month of one award that comes out otherwise.</summary>
public sealed class AwardDifference : IOfPerson
{
    /// <summary>The recalculation.</summary>
    public required long RecalculationId { get; init; }

    /// <summary>The award.</summary>
    public required Guid AwardId { get; init; }

    /// <summary>The month.</summary>
    public required Month Month { get; init; }

    /// <summary>Award number.</summary>
    public required string AwardNumber { get; init; }

    /// <summary>Registration number of the person then.</summary>
    public required string PersonNumber { get; init; }

    string? IOfPerson.ShownPerson => PersonNumber;

    /// <summary>What it is.</summary>
    public required DifferenceKind Kind { get; init; }

    /// <summary>Granted so far, earlier approved differences included; minor units.</summary>
    public required long WasMinor { get; init; }

    /// <summary>By the law as it is known now; null when it cannot tell.</summary>
    public long? NowMinor { get; init; }

    /// <summary>Owed to the person (more than 0) or paid too much (less than 0); minor units.</summary>
    public required long DifferenceMinor { get; init; }
}

internal sealed class RecalculationMapping : IEntityTypeConfiguration<Recalculation>, IEntityTypeConfiguration<AwardDifference>
{
    public void Configure(EntityTypeBuilder<Recalculation> builder)
    {
        builder.ToTable("recalculations");
        builder.HasKey(r => r.Id);
        builder.HasIndex(r => new { r.InForceId, r.ThroughMonth }).IsUnique();
        builder.HasIndex(r => r.Scheme);
        builder.Property(r => r.Scheme).HasMaxLength(60);
        builder.HasOne<AwardBatch>().WithMany().HasForeignKey(r => r.BatchId).OnDelete(DeleteBehavior.Restrict);
    }

    public void Configure(EntityTypeBuilder<AwardDifference> builder)
    {
        builder.ToTable("award_differences");
        builder.HasKey(d => new { d.RecalculationId, d.AwardId, d.Month });
        builder.HasIndex(d => new { d.RecalculationId, d.AwardNumber, d.Month });
        builder.HasIndex(d => new { d.AwardId, d.Month });
        builder.Property(d => d.AwardNumber).HasMaxLength(40);
        builder.Property(d => d.PersonNumber).HasMaxLength(40);
        builder.HasOne<Recalculation>().WithMany().HasForeignKey(d => d.RecalculationId).OnDelete(DeleteBehavior.Restrict);
    }
}
