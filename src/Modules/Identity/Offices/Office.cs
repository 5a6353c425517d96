using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Spmis.Contracts.Identity;
using Spmis.Kernel.Data;

namespace Spmis.Identity.Offices;

/// <summary>An office of the institution: who is bound to it sees the records of its areas and of the offices below it. A closed one stays, because records and history name it.</summary>
public sealed class Office
{
    /// <summary>Capital letters, digits and dashes; never changes.</summary>
    public required string Code { get; init; }

    /// <summary>Its name today.</summary>
    public required string Name { get; set; }

    /// <summary>The office above; null at the top.</summary>
    public string? ParentCode { get; set; }

    /// <summary>It serves the whole country: its people see every record. A head office, an audit office.</summary>
    public bool Nation { get; set; }

    /// <summary>First day.</summary>
    public required DateOnly OpenedOn { get; init; }

    /// <summary>Last day; null while it is open.</summary>
    public DateOnly? ClosedOn { get; set; }

    /// <summary>Rises with every change; concurrency token.</summary>
    public long Version { get; set; }

    /// <summary>What other modules may know.</summary>
    public OfficeFacts ToFacts() => new() { Code = Code, Name = Name, ClosedOn = ClosedOn, Version = Version };
}

internal sealed class OfficeMapping : IEntityTypeConfiguration<Office>
{
    public void Configure(EntityTypeBuilder<Office> builder)
    {
        builder.ToTable("offices");
        builder.HasKey(o => o.Code);
        builder.HasIndex(o => o.ParentCode);
        builder.Property(o => o.Code).HasMaxLength(ModuleDb.OfficeCodeLength);
        builder.Property(o => o.ParentCode).HasMaxLength(ModuleDb.OfficeCodeLength);
        builder.Property(o => o.Version).IsConcurrencyToken();
    }
}
