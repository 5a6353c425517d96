using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Spmis.Kernel.Access;
using Spmis.Kernel.Data;

namespace Spmis.Contributions.Copies;

/// <summary>What this module keeps of a person: enough to match a return line and to show a name. Registration owns the truth.</summary>
public sealed class WorkerCopy : IOfPerson
{
    public required Guid PersonId { get; init; }

    public required string RegistrationNumber { get; init; }

    string? IOfPerson.ShownPerson => RegistrationNumber;

    public required string Name { get; init; }

    public DateOnly? BornOn { get; init; }

    public DateOnly? DiedOn { get; init; }

    public string? Activity { get; init; }

    /// <summary>F, M, or null when unknown; only sums are made by it.</summary>
    public string? Sex { get; init; }

    /// <summary>District by name; only sums are made by it.</summary>
    public string? District { get; init; }

    /// <summary>Code of the office whose record it is.</summary>
    public string? Office { get; init; }

    /// <summary>Registration's version; 0 for a person known only from a match answer, until the facts arrive.</summary>
    public required long Version { get; init; }
}

internal sealed class WorkerCopyMapping : IEntityTypeConfiguration<WorkerCopy>
{
    public void Configure(EntityTypeBuilder<WorkerCopy> builder)
    {
        builder.ToTable("workers");
        builder.HasKey(w => w.PersonId);
        builder.HasIndex(w => w.RegistrationNumber);
        builder.HasIndex(c => c.Office);
        builder.Property(c => c.Office).HasMaxLength(ModuleDb.OfficeCodeLength);
        builder.Property(w => w.RegistrationNumber).HasMaxLength(40);
        builder.Property(w => w.Name).HasMaxLength(400);
        builder.Property(w => w.Activity).HasMaxLength(40);
        builder.Property(w => w.Sex).HasMaxLength(1);
        builder.Property(w => w.District).HasMaxLength(200);
    }
}
