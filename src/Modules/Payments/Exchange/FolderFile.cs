using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Spmis.Payments.Exchange;

/// <summary>Which way a file went.</summary>
public enum FolderDirection
{
    /// <summary>To the agency.</summary>
    Dropped,

    /// <summary>From the agency.</summary>
    PickedUp,
}

/// <summary>A file that went through an agency's folder. The same content under the same name goes the same way once, by constraint.</summary>
public sealed class FolderFile
{
    public long Id { get; init; }

    public required string Agency { get; init; }

    public required FolderDirection Direction { get; init; }

    public required string Name { get; init; }

    /// <summary>Of its content; empty for a note that something could not be read or written at all.</summary>
    public required string Sha256 { get; init; }

    public required long Length { get; init; }

    public required DateTime At { get; set; }

    /// <summary>The batch that was dropped.</summary>
    public long? BatchId { get; init; }

    /// <summary>The status file that was picked up; null when it was none.</summary>
    public long? StatusFileId { get; set; }

    /// <summary>When it was moved out of the folder, its verdicts beside it.</summary>
    public DateTime? FinishedAt { get; set; }

    /// <summary>Whether all of it was understood; null while it is being read.</summary>
    public bool? Fine { get; set; }

    /// <summary>What was wrong with it as a whole.</summary>
    public string? Problem { get; set; }
}

internal sealed class FolderFileMapping : IEntityTypeConfiguration<FolderFile>
{
    public void Configure(EntityTypeBuilder<FolderFile> builder)
    {
        builder.ToTable("folder_files");
        builder.HasKey(f => f.Id);
        builder.HasIndex(f => new { f.Agency, f.Direction, f.Name, f.Sha256 }).IsUnique();
        builder.HasIndex(f => new { f.Direction, f.FinishedAt });
        builder.Property(f => f.Agency).HasMaxLength(12);
        builder.Property(f => f.Name).HasMaxLength(255);
        builder.Property(f => f.Sha256).HasMaxLength(64);
        builder.Property(f => f.Problem).HasMaxLength(1000);
    }
}
