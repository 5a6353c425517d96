using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Spmis.Contributions.Copies;

/// <summary>One record that was merged into another. Rows stay when the merge is undone, so that messages may arrive in any order.</summary>
public sealed class PersonMerge
{
    public required Guid MergeId { get; init; }

    public required Guid MergedId { get; init; }

    public required Guid SurvivorId { get; init; }

    public bool Undone { get; set; }
}

internal sealed class PersonMergeMapping : IEntityTypeConfiguration<PersonMerge>
{
    public void Configure(EntityTypeBuilder<PersonMerge> builder)
    {
        builder.ToTable("person_merges");
        builder.HasKey(m => new { m.MergeId, m.MergedId });
        builder.HasIndex(m => new { m.MergedId, m.Undone });
        builder.HasIndex(m => m.SurvivorId);
    }
}
