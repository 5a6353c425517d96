using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Spmis.Payments.Reconciliation;

/// <summary>What kind of answer a file is.</summary>
public enum StatusFormat
{
    /// <summary>ISO 20022 pain.002.</summary>
    Pain002,

    /// <summary>ISO 20022 camt.053 or camt.054.</summary>
    Camt,

    /// <summary>payment_reference,status,reason,amount,executed_on.</summary>
    Csv,

    /// <summary>The agency's own delimited file, read by the layout of its version.</summary>
    Mapped,
}

/// <summary>A file in which an agency answered. The same content is read once; its own file once by each version of the agency.</summary>
public sealed class StatusFile
{
    public long Id { get; init; }

    public required string Agency { get; init; }

    /// <summary>The version of the agency by which its own file is read.</summary>
    public int AgencyVersion { get; init; }

    public required string Sha256 { get; init; }

    public required string Name { get; init; }

    public required long Length { get; init; }

    public required StatusFormat Format { get; init; }

    public required DateTime ReceivedAt { get; init; }

    public required string ReceivedBy { get; init; }

    /// <summary>The run that reads it; its lines tell what became of each answer.</summary>
    public long RunId { get; set; }
}

/// <summary>An answer that contradicts an earlier one: never applied by itself, decided by a person.</summary>
public sealed class Contradiction
{
    public long Id { get; init; }

    public required long InstructionId { get; init; }

    public required long BatchId { get; init; }

    public required OutcomeKind Had { get; init; }

    public required OutcomeKind Said { get; init; }

    public required DateOnly On { get; init; }

    public required long StatusFileId { get; init; }

    public required long Line { get; init; }

    public required DateTime At { get; init; }

    public DateTime? SettledAt { get; set; }

    public string? SettledBy { get; set; }

    /// <summary>kept or taken, with the reason.</summary>
    public string? Decision { get; set; }
}

internal sealed class StatusFileMapping : IEntityTypeConfiguration<StatusFile>
{
    public void Configure(EntityTypeBuilder<StatusFile> builder)
    {
        builder.ToTable("status_files");
        builder.HasKey(f => f.Id);
        builder.HasIndex(f => new { f.Agency, f.Sha256, f.AgencyVersion }).IsUnique();
        builder.HasIndex(f => f.RunId);
        builder.Property(f => f.Agency).HasMaxLength(12);
        builder.Property(f => f.Sha256).HasMaxLength(64);
    }
}

internal sealed class ContradictionMapping : IEntityTypeConfiguration<Contradiction>
{
    public void Configure(EntityTypeBuilder<Contradiction> builder)
    {
        builder.ToTable("contradictions");
        builder.HasKey(c => c.Id);
        builder.HasIndex(c => new { c.InstructionId, c.StatusFileId, c.Line }).IsUnique();
        builder.HasIndex(c => new { c.BatchId, c.SettledAt });
        builder.HasIndex(c => c.SettledAt);
        builder.Property(c => c.Decision).HasMaxLength(1000);
    }
}
