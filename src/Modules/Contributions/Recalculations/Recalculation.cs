using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Spmis.Kernel.Access;
using Spmis.Values;

namespace Spmis.Contributions.Recalculations;

/// <summary>
/// What was assessed reckoned once more after the law changed backwards: the same wages and payments, the same months, the law as it is known now.
/// Its differences are proposals; nothing is billed or given back before a second person has approved them.
/// </summary>
public sealed class Recalculation
{
    public long Id { get; init; }

    public required string Scheme { get; init; }

    /// <summary>The last activation (<c>schemes_in_force</c>) when it was started.</summary>
    public required long InForceId { get; init; }

    /// <summary>Version of that package, for people.</summary>
    public required string PackageVersion { get; init; }

    public required Month FromMonth { get; init; }

    public required Month ThroughMonth { get; init; }

    public required string Currency { get; init; }

    /// <summary>The scheme while it is neither approved nor given up: one open recalculation a scheme, by constraint.</summary>
    public string? OpenScheme { get; set; }

    /// <summary>The run that makes it. Returns of later runs came after it was started.</summary>
    public long? RunId { get; set; }

    public required DateTime StartedAt { get; init; }

    public required string StartedBy { get; init; }

    /// <summary>Contributions up to this one are looked at.</summary>
    public required long LastContributionId { get; init; }

    /// <summary>Returns (or differences approved before) that were on their way when it was started: what they bring is not in it.</summary>
    public required int Waiting { get; init; }

    /// <summary>Contributions looked at.</summary>
    public long Rows { get; set; }

    /// <summary>Contributions of the time that were not looked at; known at the end.</summary>
    public long Missed { get; set; }

    /// <summary>Months of persons that come out otherwise, each employer counted by itself.</summary>
    public int Differences { get; set; }

    /// <summary>Of these, months that a person must look at: the law cannot tell, or the record does not add up to the lines.</summary>
    public int ByHand { get; set; }

    /// <summary>What is owed more, minor units.</summary>
    public long MoreMinor { get; set; }

    /// <summary>What was assessed too much, minor units.</summary>
    public long LessMinor { get; set; }

    public DateTime? FinishedAt { get; set; }

    public DateTime? ApprovedAt { get; set; }

    public string? ApprovedBy { get; set; }

    /// <summary>Another one took its place before it was approved.</summary>
    public DateTime? GivenUpAt { get; set; }

    /// <summary>Last day to pay the new bills; stated, or set at approval by the package's rule for the month of approval.</summary>
    public DateOnly? DueOn { get; set; }

    /// <summary>When everything approved was posted.</summary>
    public DateTime? PostedAt { get; set; }

    /// <summary>Differences that were not posted, since the record moved after the approval.</summary>
    public int LeftOut { get; set; }
}

/// <summary>What a month comes to by the law as it is known now.</summary>
public enum DifferenceKind
{
    /// <summary>More is owed.</summary>
    More,

    /// <summary>Less is owed: a credit.</summary>
    Less,

    /// <summary>The same money stands for other insurable earnings, or is shared otherwise.</summary>
    Record,

    /// <summary>A person must look.</summary>
    ByHand,
}

/// <summary>One line of a return, or one payment of a self-employed worker, that comes out otherwise.</summary>
public sealed class AssessmentDifference : IOfPerson
{
    public long Id { get; init; }

    public required long RecalculationId { get; init; }

    /// <summary>Whose record it is.</summary>
    public required Guid PersonId { get; init; }

    /// <summary>Whose it was when it was declared.</summary>
    public required Guid DeclaredPersonId { get; init; }

    public required string PersonNumber { get; init; }

    string? IOfPerson.ShownPerson => PersonNumber;

    /// <summary>Null for a worker's own payment.</summary>
    public Guid? EmployerId { get; init; }

    /// <summary>Empty for a worker's own payment.</summary>
    public required string EmployerNumber { get; init; }

    public required Month Month { get; init; }

    /// <summary>The return whose line says the wage.</summary>
    public Guid? ReturnId { get; init; }

    public long? Line { get; init; }

    /// <summary>The worker's own payment.</summary>
    public Guid? ReceiptId { get; init; }

    public required DifferenceKind Kind { get; init; }

    /// <summary>The wage declared, or what of the payment could count.</summary>
    public required long WageMinor { get; init; }

    public required long WasBaseMinor { get; init; }

    public required long WasEmployeeMinor { get; init; }

    public required long WasEmployerMinor { get; init; }

    /// <summary>By the law as it is known now; null when a person must look.</summary>
    public long? NowBaseMinor { get; init; }

    public long? NowEmployeeMinor { get; init; }

    public long? NowEmployerMinor { get; init; }

    /// <summary>Both shares now, less both shares then.</summary>
    public required long DifferenceMinor { get; init; }

    /// <summary>The package that says so.</summary>
    public required string PackageHash { get; init; }

    /// <summary>What the person's month with the employer came to, both shares; it must be the same when the difference is posted.</summary>
    public required long MonthWasMinor { get; init; }

    /// <summary>The same of insurable earnings.</summary>
    public required long MonthWasBaseMinor { get; init; }

    /// <summary>Not posted: the record moved after the approval.</summary>
    public bool LeftOut { get; set; }
}

internal sealed class RecalculationMapping : IEntityTypeConfiguration<Recalculation>, IEntityTypeConfiguration<AssessmentDifference>
{
    public void Configure(EntityTypeBuilder<Recalculation> builder)
    {
        builder.ToTable("recalculations");
        builder.HasKey(r => r.Id);
        builder.HasIndex(r => r.OpenScheme).IsUnique();
        builder.HasIndex(r => r.InForceId);
        builder.Property(r => r.Scheme).HasMaxLength(60);
        builder.Property(r => r.OpenScheme).HasMaxLength(60);
        builder.Property(r => r.PackageVersion).HasMaxLength(40);
        builder.Property(r => r.Currency).HasMaxLength(3);
        builder.Property(r => r.StartedBy).HasMaxLength(200);
        builder.Property(r => r.ApprovedBy).HasMaxLength(200);
    }

    public void Configure(EntityTypeBuilder<AssessmentDifference> builder)
    {
        builder.ToTable("assessment_differences");
        builder.HasKey(d => d.Id);
        builder.HasIndex(d => new { d.RecalculationId, d.ReturnId, d.Line }).IsUnique();
        builder.HasIndex(d => new { d.RecalculationId, d.ReceiptId }).IsUnique();
        builder.HasIndex(d => new { d.RecalculationId, d.EmployerNumber, d.Month });
        builder.HasIndex(d => new { d.RecalculationId, d.Kind });
        builder.Property(d => d.PersonNumber).HasMaxLength(40);
        builder.Property(d => d.EmployerNumber).HasMaxLength(40);
        builder.Property(d => d.PackageHash).HasMaxLength(64);
        builder.HasOne<Recalculation>().WithMany().HasForeignKey(d => d.RecalculationId).OnDelete(DeleteBehavior.Restrict);
    }
}
