using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Spmis.Kernel.Data;

namespace Spmis.Contributions.Copies;

/// <summary>What this module keeps of an employer. Registration owns the truth.</summary>
public sealed class EmployerCopy
{
    public required Guid EmployerId { get; init; }

    public required string EmployerNumber { get; init; }

    public required string Name { get; init; }

    public required string LegalForm { get; init; }

    public string? District { get; init; }

    /// <summary>Code of the office whose record it is.</summary>
    public string? Office { get; init; }

    public required long Version { get; init; }
}

internal sealed class EmployerCopyMapping : IEntityTypeConfiguration<EmployerCopy>
{
    public void Configure(EntityTypeBuilder<EmployerCopy> builder)
    {
        builder.ToTable("employers");
        builder.HasKey(e => e.EmployerId);
        builder.HasIndex(e => e.EmployerNumber).IsUnique();
        builder.HasIndex(c => c.Office);
        builder.Property(c => c.Office).HasMaxLength(ModuleDb.OfficeCodeLength);
        builder.Property(e => e.EmployerNumber).HasMaxLength(40);
        builder.Property(e => e.Name).HasMaxLength(400);
        builder.Property(e => e.LegalForm).HasMaxLength(40);
    }
}
