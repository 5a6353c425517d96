using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Spmis.Eligibility.Claims;
using Spmis.Eligibility.Determinations;
using Spmis.Kernel.Access;
using Spmis.Values;

namespace Spmis.Eligibility.Appeals;

/// <summary>What became of an appeal.</summary>
public enum AppealOutcome
{
    /// <summary>The decision stands.</summary>
    Upheld,

    /// <summary>The decision is changed: withdrawn, and another one made in its place.</summary>
    Changed,

    /// <summary>The decision is withdrawn, and the office decides the claim again.</summary>
    SentBack,
}

/// <summary>Somebody does not accept a decision on a claim.</summary>
public sealed class Appeal : IOfPerson
{
    /// <summary>The appeal.</summary>
    public required Guid Id { get; init; }

    /// <summary>Appeal number with check digits.</summary>
    public required string Number { get; init; }

    /// <summary>The decision appealed against; one appeal at a time, by constraint.</summary>
    public required Guid DeterminationId { get; init; }

    /// <summary>Its claim.</summary>
    public required Guid ClaimId { get; init; }

    /// <summary>Number of the claim.</summary>
    public required string ClaimNumber { get; init; }

    /// <summary>Registration number of the person, as the decision has it.</summary>
    public required string PersonNumber { get; init; }

    string? IOfPerson.ShownPerson => PersonNumber;

    /// <summary>The scheme's id.</summary>
    public required string Scheme { get; init; }

    /// <summary>The day it was lodged.</summary>
    public required DateOnly LodgedOn { get; init; }

    /// <summary>Why the decision is thought wrong.</summary>
    public required string Grounds { get; init; }

    /// <summary>The last day in time, by the package; null where it is silent.</summary>
    public DateOnly? LodgeBy { get; init; }

    /// <summary>Why it comes late; null when it is in time.</summary>
    public string? LateBecause { get; init; }

    /// <summary>The day by which it is to be decided; null where the package is silent.</summary>
    public DateOnly? DecideBy { get; init; }

    /// <summary>First month in which the award challenged is not paid until this is decided.</summary>
    public Month? SuspendedFrom { get; set; }

    /// <summary>When it was recorded.</summary>
    public required DateTime RecordedAt { get; init; }

    /// <summary>By whom.</summary>
    public required string RecordedBy { get; init; }

    /// <summary>What became of it; null while it waits.</summary>
    public AppealOutcome? Outcome { get; set; }

    /// <summary>When.</summary>
    public DateTime? DecidedAt { get; set; }

    /// <summary>Who approved the outcome.</summary>
    public string? DecidedBy { get; set; }

    /// <summary>Why, in words the person will understand.</summary>
    public string? DecidedBecause { get; set; }

    /// <summary>The decision while it is open: one open appeal a decision, by constraint.</summary>
    public string? OpenKey { get; set; }

    /// <summary>Concurrency token.</summary>
    public int Version { get; set; }

    /// <summary>Whether it came after the last day.</summary>
    public bool IsLate => LodgeBy < LodgedOn;

    /// <summary>Appeal numbers begin with 6 and end with two check digits.</summary>
    internal static string NumberOf(long n) => CheckDigit.Append(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"6{n:D8}"));
}

internal sealed class AppealMapping : IEntityTypeConfiguration<Appeal>
{
    public void Configure(EntityTypeBuilder<Appeal> builder)
    {
        builder.ToTable("appeals");
        builder.HasKey(a => a.Id);
        builder.HasIndex(a => a.Number).IsUnique();
        builder.HasIndex(a => a.OpenKey).IsUnique();
        builder.HasIndex(a => new { a.Outcome, a.DecideBy });
        builder.HasIndex(a => a.DeterminationId);
        builder.Property(a => a.Number).HasMaxLength(40);
        builder.Property(a => a.Grounds).HasMaxLength(4000);
        builder.Property(a => a.LateBecause).HasMaxLength(1000);
        builder.Property(a => a.DecidedBecause).HasMaxLength(1000);
        builder.Property(a => a.Version).IsConcurrencyToken();
        builder.HasOne<Determination>().WithMany().HasForeignKey(a => a.DeterminationId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Claim>().WithMany().HasForeignKey(a => a.ClaimId).OnDelete(DeleteBehavior.Restrict);
    }
}
