using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Spmis.Kernel.Access;

namespace Spmis.Eligibility.Enrolments;

/// <summary>How a person came to be covered.</summary>
public enum EnrolledBy
{
    /// <summary>Compulsory, by employment.</summary>
    Employment,

    /// <summary>By the person's own choice.</summary>
    Voluntary,

    /// <summary>By a cooperative, mutual or union.</summary>
    Association,

    /// <summary>By law without an act of the person, such as recipients of assistance covered free.</summary>
    Automatic,
}

/// <summary>
/// A spell of a person in a scheme. One recorded by an act stands until another act; one derived from contribution months, or from membership of an association, is made again from them whenever they change,
/// so that merges, corrections and the order of messages leave no wrong spell behind. It stays with the record it was made for; a person has those of all records.
/// </summary>
public sealed class Enrolment : IOfPerson
{
    /// <summary>The spell.</summary>
    public required Guid Id { get; init; }

    /// <summary>The record it was made for.</summary>
    public required Guid PersonId { get; init; }

    /// <summary>Its registration number.</summary>
    public required string PersonNumber { get; init; }

    string? IOfPerson.ShownPerson => PersonNumber;

    /// <summary>The scheme's id.</summary>
    public required string Scheme { get; init; }

    /// <summary>First day.</summary>
    public required DateOnly StartOn { get; init; }

    /// <summary>Last day; null until further notice.</summary>
    public DateOnly? EndOn { get; set; }

    /// <summary>Why it ended.</summary>
    public string? EndedBecause { get; set; }

    /// <summary>How.</summary>
    public required EnrolledBy How { get; init; }

    /// <summary>Category or class in the scheme, in its own words.</summary>
    public string? Category { get; init; }

    /// <summary>The day from which membership counts: that of the first spell of a chain of transfers, so that no month is lost.</summary>
    public required DateOnly CountsFrom { get; init; }

    /// <summary>The last day of the waiting period by the scheme's package; null when there is none.</summary>
    public DateOnly? WaitingUntil { get; set; }

    /// <summary>The spell it was transferred from.</summary>
    public Guid? TransferredFromId { get; init; }

    /// <summary>Made from contribution months or a membership, not by an act.</summary>
    public required bool Derived { get; init; }

    /// <summary>When it was recorded.</summary>
    public required DateTime RecordedAt { get; init; }

    /// <summary>By whom.</summary>
    public required string RecordedBy { get; init; }

    /// <summary>Scheme and record while it is open: one open spell, by constraint.</summary>
    public string? OpenKey { get; set; }

    /// <summary>Concurrency token.</summary>
    public int Version { get; set; }

    /// <summary>The one open spell of a record in a scheme.</summary>
    public static string KeyOf(string scheme, Guid personId) => $"{scheme}:{personId:N}";

    /// <summary>Whether it covers some day that another spell from one day to another would cover.</summary>
    public bool Overlaps(DateOnly from, DateOnly? to) => (to is null || StartOn <= to) && (EndOn is not { } end || from <= end);
}

/// <summary>Somebody covered with the person enrolled. One open cover a spell and dependant, by constraint.</summary>
public sealed class EnrolmentDependant : IOfPerson
{
    /// <summary>The cover.</summary>
    public required Guid Id { get; init; }

    /// <summary>The spell.</summary>
    public required Guid EnrolmentId { get; init; }

    /// <summary>The dependant.</summary>
    public required Guid PersonId { get; init; }

    /// <summary>Registration number.</summary>
    public required string PersonNumber { get; init; }

    string? IOfPerson.ShownPerson => PersonNumber;

    /// <summary>spouse, child, parent or other.</summary>
    public required string Relation { get; init; }

    /// <summary>First day covered.</summary>
    public required DateOnly FromOn { get; init; }

    /// <summary>Last day; null until further notice.</summary>
    public DateOnly? ToOn { get; set; }

    /// <summary>Spell and dependant while it is open.</summary>
    public string? OpenKey { get; set; }
}

internal sealed class EnrolmentMapping : IEntityTypeConfiguration<Enrolment>, IEntityTypeConfiguration<EnrolmentDependant>
{
    public void Configure(EntityTypeBuilder<Enrolment> builder)
    {
        builder.ToTable("enrolments");
        builder.HasKey(e => e.Id);
        builder.HasIndex(e => e.OpenKey).IsUnique();
        builder.HasIndex(e => new { e.PersonId, e.Scheme, e.StartOn }).IsUnique();
        builder.Property(e => e.PersonNumber).HasMaxLength(40);
        builder.Property(e => e.Scheme).HasMaxLength(60);
        builder.Property(e => e.Category).HasMaxLength(100);
        builder.Property(e => e.EndedBecause).HasMaxLength(1000);
        builder.Property(e => e.OpenKey).HasMaxLength(100);
        builder.Property(e => e.Version).IsConcurrencyToken();
    }

    public void Configure(EntityTypeBuilder<EnrolmentDependant> builder)
    {
        builder.ToTable("enrolment_dependants");
        builder.HasKey(d => d.Id);
        builder.HasIndex(d => d.EnrolmentId);
        builder.HasIndex(d => d.PersonId);
        builder.HasIndex(d => d.OpenKey).IsUnique();
        builder.Property(d => d.PersonNumber).HasMaxLength(40);
        builder.Property(d => d.Relation).HasMaxLength(20);
        builder.Property(d => d.OpenKey).HasMaxLength(100);
    }
}
