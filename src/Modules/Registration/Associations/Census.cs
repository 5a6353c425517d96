using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Spmis.Registration.Associations;

/// <summary>What a census says of one person or line.</summary>
public enum CensusVerdict
{
    /// <summary>A member, and the list says so.</summary>
    Confirmed,

    /// <summary>On the list, and not yet a member here.</summary>
    New,

    /// <summary>A member here on that day, and not on the list.</summary>
    Gone,

    /// <summary>The line does not say for certain who it is.</summary>
    Unclear,
}

/// <summary>A count of an association's members: the list of one day compared with the register. One that is not settled for an association, by constraint.</summary>
public sealed class Census
{
    /// <summary>Never shown to people.</summary>
    public required Guid Id { get; init; }

    /// <summary>The association.</summary>
    public required Guid AssociationId { get; init; }

    /// <summary>The association while the census is not settled, else null.</summary>
    public Guid? OpenAssociationId { get; set; }

    /// <summary>The day of which the list speaks.</summary>
    public required DateOnly ReferenceDay { get; init; }

    /// <summary>The day by which the list must be here.</summary>
    public required DateOnly DueOn { get; init; }

    /// <summary>Business time of the opening.</summary>
    public required DateTime OpenedAt { get; init; }

    /// <summary>Who opened it.</summary>
    public required string OpenedBy { get; init; }

    /// <summary>The run that compares the list, or compared it.</summary>
    public long? ListRunId { get; set; }

    /// <summary>When the list was compared to the end.</summary>
    public DateTime? ComparedAt { get; set; }

    /// <summary>When a second person approved the differences.</summary>
    public DateTime? ApprovedAt { get; set; }

    /// <summary>Who approved them.</summary>
    public string? ApprovedBy { get; set; }

    /// <summary>When all of them were applied.</summary>
    public DateTime? AppliedAt { get; set; }

    /// <summary>When it was given up.</summary>
    public DateTime? WithdrawnAt { get; set; }

    /// <summary>Concurrency token.</summary>
    public long Version { get; set; }

    /// <summary>Where it stands, as a key of the texts.</summary>
    public string State => WithdrawnAt is not null ? "Withdrawn" : AppliedAt is not null ? "Settled" : ApprovedAt is not null ? "Approved" : ComparedAt is not null ? "Compared" : ListRunId is not null ? "Being compared" : "List awaited";
}

/// <summary>A line of a census: a person with what becomes of the membership, or a line nobody could be known by.</summary>
public sealed class CensusLine
{
    /// <summary>In the order in which they were found.</summary>
    public long Id { get; init; }

    /// <summary>The census.</summary>
    public required Guid CensusId { get; init; }

    /// <summary>Line of the file; null for who is gone.</summary>
    public long? Line { get; init; }

    /// <summary>The person, once in a census by constraint; null when unclear.</summary>
    public Guid? PersonId { get; init; }

    /// <summary>The membership confirmed or gone.</summary>
    public Guid? MembershipId { get; init; }

    /// <summary>What the census says.</summary>
    public required CensusVerdict Verdict { get; init; }

    /// <summary>What the line called the person by.</summary>
    public string? Reference { get; init; }

    /// <summary>The member's number in the association, as the list has it.</summary>
    public string? MemberNumber { get; init; }

    /// <summary>The role, as the list has it.</summary>
    public AssociationRole? Role { get; init; }

    /// <summary>What is unclear, and what to do.</summary>
    public string? Text { get; init; }
}

internal sealed class CensusMapping : IEntityTypeConfiguration<Census>, IEntityTypeConfiguration<CensusLine>
{
    public void Configure(EntityTypeBuilder<Census> builder)
    {
        builder.ToTable("censuses");
        builder.HasKey(c => c.Id);
        builder.HasIndex(c => c.OpenAssociationId).IsUnique();
        builder.HasIndex(c => new { c.AssociationId, c.ReferenceDay });
        builder.Property(c => c.Version).IsConcurrencyToken();
        builder.Ignore(c => c.State);
    }

    public void Configure(EntityTypeBuilder<CensusLine> builder)
    {
        builder.ToTable("census_lines");
        builder.HasKey(l => l.Id);
        builder.HasIndex(l => new { l.CensusId, l.PersonId }).IsUnique();
        builder.HasIndex(l => new { l.CensusId, l.Verdict, l.Id });
        builder.Property(l => l.MemberNumber).HasMaxLength(40);
        builder.Property(l => l.Text).HasMaxLength(1000);
    }
}
