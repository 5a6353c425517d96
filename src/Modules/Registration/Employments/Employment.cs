using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Spmis.Registration.Employments;

/// <summary>A spell of work with an employer. A person may have several at once.</summary>
public sealed class Employment
{
    /// <summary>Never shown to people.</summary>
    public required Guid Id { get; init; }

    /// <summary>The worker.</summary>
    public required Guid PersonId { get; set; }

    /// <summary>The employer.</summary>
    public required Guid EmployerId { get; init; }

    /// <summary>First day, as declared, or the first day of the first month declared.</summary>
    public required DateOnly StartedOn { get; init; }

    /// <summary>Last day; null while it lasts.</summary>
    public DateOnly? EndedOn { get; set; }

    /// <summary>The latest month for which a return named the worker, yyyyMM.</summary>
    public required int LastDeclared { get; set; }
}

internal sealed class EmploymentMapping : IEntityTypeConfiguration<Employment>
{
    public void Configure(EntityTypeBuilder<Employment> builder)
    {
        builder.ToTable("employments");
        builder.HasKey(e => e.Id);
        builder.HasIndex(e => e.PersonId);
        builder.HasIndex(e => new { e.EmployerId, e.PersonId, e.StartedOn });
    }
}
