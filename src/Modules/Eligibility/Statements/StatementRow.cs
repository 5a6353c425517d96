using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Spmis.Kernel.Access;

namespace Spmis.Eligibility.Statements;

/// <summary>Where a person's statement of a year is kept: a stretch of a file named by its content. One a person and year, by key.</summary>
public sealed class StatementRow : IOfPerson
{
    /// <summary>The year.</summary>
    public required int Year { get; init; }

    /// <summary>The person.</summary>
    public required Guid PersonId { get; init; }

    /// <summary>Registration number.</summary>
    public required string PersonNumber { get; init; }

    string? IOfPerson.ShownPerson => PersonNumber;

    /// <summary>The day it speaks of.</summary>
    public required DateOnly On { get; init; }

    /// <summary>SHA-256 of the statement itself.</summary>
    public required string Sha256 { get; init; }

    /// <summary>SHA-256 of the file it is in.</summary>
    public required string FileSha256 { get; init; }

    /// <summary>Where it begins in the file, bytes.</summary>
    public required long FirstByte { get; init; }

    /// <summary>Its length, bytes.</summary>
    public required int Bytes { get; init; }
}

internal sealed class StatementMapping : IEntityTypeConfiguration<StatementRow>
{
    public void Configure(EntityTypeBuilder<StatementRow> builder)
    {
        builder.ToTable("statements");
        builder.HasKey(s => new { s.Year, s.PersonId });
        builder.HasIndex(s => s.PersonId);
        builder.Property(s => s.PersonNumber).HasMaxLength(40);
        builder.Property(s => s.Sha256).HasMaxLength(64);
        builder.Property(s => s.FileSha256).HasMaxLength(64);
    }
}
