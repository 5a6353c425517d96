using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Spmis.Registration.Persons;

namespace Spmis.Registration.Duplicates;

/// <summary>A decision that two records are one person, with all that is needed to reverse it. Rows are added and marked as undone, never changed otherwise or deleted.</summary>
public sealed class Merge
{
    /// <summary>The decision.</summary>
    public required Guid Id { get; init; }

    /// <summary>The record that stays in use.</summary>
    public required Guid SurvivorId { get; init; }

    /// <summary>The record that points to it now.</summary>
    public required Guid MergedId { get; init; }

    /// <summary>The case it came from.</summary>
    public Guid? CaseId { get; init; }

    /// <summary>What moved, as JSON of <see cref="Moved"/>.</summary>
    public required string Moved { get; init; }

    /// <summary>When it was decided.</summary>
    public required DateTime At { get; init; }

    /// <summary>Who approved it.</summary>
    public required string By { get; init; }

    /// <summary>When it was reversed.</summary>
    public DateTime? UndoneAt { get; set; }

    /// <summary>Who approved the reversal.</summary>
    public string? UndoneBy { get; set; }
}

/// <summary>What a merge moved from one record to another.</summary>
internal sealed record Moved
{
    public IReadOnlyList<Guid> Identifiers { get; init; } = [];

    public IReadOnlyList<Guid> Employments { get; init; } = [];

    /// <summary>Answers to forms.</summary>
    public IReadOnlyList<Guid> Answers { get; init; } = [];

    /// <summary>Consents.</summary>
    public IReadOnlyList<Guid> Consents { get; init; } = [];

    /// <summary>Objections to the use of the data.</summary>
    public IReadOnlyList<Guid> Objections { get; init; } = [];

    /// <summary>The photograph that went over to the survivor, who had none.</summary>
    public Guid? Photo { get; init; }

    /// <summary>Memberships that went over to the survivor, who lived in no household.</summary>
    public IReadOnlyList<Guid> Memberships { get; init; } = [];

    /// <summary>Memberships that ended, because the survivor lives in a household.</summary>
    public IReadOnlyList<Guid> EndedMemberships { get; init; } = [];

    /// <summary>Spells in associations that went over to the survivor.</summary>
    public IReadOnlyList<Guid> Associations { get; init; } = [];

    /// <summary>Spells in associations that ended, because the survivor is a member too.</summary>
    public IReadOnlyList<Guid> EndedAssociations { get; init; } = [];

    /// <summary>Names of details the survivor lacked and took over.</summary>
    public IReadOnlyList<string> Filled { get; init; } = [];

    /// <summary>Cases settled by the merge.</summary>
    public IReadOnlyList<Guid> Cases { get; init; } = [];

    /// <summary>Whose records the two were before; null in merges made before offices were kept.</summary>
    public FormerOffices? Offices { get; init; }

    public Guid? HouseholdId { get; init; }

    public MemberRole? HouseholdRole { get; init; }
}

/// <summary>Offices of two records before they were merged; null: the nation's.</summary>
internal sealed record FormerOffices(string? Survivor, string? Merged);

internal sealed class MergeMapping : IEntityTypeConfiguration<Merge>
{
    public void Configure(EntityTypeBuilder<Merge> builder)
    {
        builder.ToTable("merges");
        builder.HasKey(m => m.Id);
        builder.HasIndex(m => m.SurvivorId);
        builder.HasIndex(m => m.MergedId);
        builder.Property(m => m.Moved).HasMaxLength(-1);
    }
}
