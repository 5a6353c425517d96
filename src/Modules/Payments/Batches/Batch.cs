using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Spmis.Payments.Agencies;
using Spmis.Payments.Exchange;

namespace Spmis.Payments.Batches;

/// <summary>The payments ordered from an agency with one file.</summary>
public sealed class Batch
{
    public long Id { get; init; }

    public required Guid PaymentRunId { get; init; }

    public required string Agency { get; init; }

    /// <summary>The version of the agency it is written by, for ever.</summary>
    public required int AgencyVersion { get; init; }

    /// <summary>1, 2, 3 ... with each agency, without gaps.</summary>
    public required long Sequence { get; init; }

    /// <summary>For people and as MsgId: agency, sequence and check digits.</summary>
    public required string Number { get; init; }

    public required string Currency { get; init; }

    public required long Count { get; init; }

    public required long TotalMinor { get; init; }

    public required DateTime CutAt { get; init; }

    public required DateOnly ValueDate { get; init; }

    /// <summary>The file's content in the store; null until it is written.</summary>
    public string? FileSha256 { get; set; }

    public long FileLength { get; set; }

    public string? FileName { get; set; }

    /// <summary>The form of signature and encryption; null when there is neither, or CMS before there was another.</summary>
    public FileProtection? Protection { get; set; }

    /// <summary>The detached signature of its file in the store; null when the agency's version asks for none.</summary>
    public string? SignatureSha256 { get; set; }

    /// <summary>Its file encrypted for the agency, in the store; null when the agency's version asks for none.</summary>
    public string? EncryptedSha256 { get; set; }

    /// <summary>When it was put into the agency's folder.</summary>
    public DateTime? DroppedAt { get; set; }

    /// <summary>When the whole run was released and the agency may fetch it.</summary>
    public DateTime? ReleasedAt { get; set; }

    public DateTime? FetchedAt { get; set; }

    public string? FetchedBy { get; set; }

    /// <summary>Every payment has an end, and every coin is accounted for.</summary>
    public DateTime? ClosedAt { get; set; }

    public string? ClosedBy { get; set; }

    /// <summary>Concurrency token.</summary>
    public int Version { get; set; }

    /// <summary>The name of its detached signature.</summary>
    internal string SignatureName => FileName + OrderProtection.SignatureEnding(Protection ?? FileProtection.Cms);

    /// <summary>The name of its encrypted file.</summary>
    internal string EncryptedName => FileName + OrderProtection.EncryptedEnding(Protection ?? FileProtection.Cms);

    /// <summary>cut, released, fetched or closed.</summary>
    public string State => ClosedAt is not null ? "closed" : FetchedAt is not null ? "fetched" : ReleasedAt is not null ? "released" : "cut";
}

internal sealed class BatchMapping : IEntityTypeConfiguration<Batch>
{
    public void Configure(EntityTypeBuilder<Batch> builder)
    {
        builder.ToTable("batches");
        builder.HasKey(b => b.Id);
        builder.HasIndex(b => b.Number).IsUnique();
        builder.HasIndex(b => new { b.Agency, b.Sequence }).IsUnique();
        builder.HasIndex(b => b.PaymentRunId);
        builder.Property(b => b.Agency).HasMaxLength(12);
        builder.Property(b => b.Number).HasMaxLength(30);
        builder.Property(b => b.Currency).HasMaxLength(3);
        builder.HasIndex(b => new { b.Agency, b.DroppedAt });
        builder.Property(b => b.FileSha256).HasMaxLength(64);
        builder.Property(b => b.SignatureSha256).HasMaxLength(64);
        builder.Property(b => b.EncryptedSha256).HasMaxLength(64);
        builder.Property(b => b.Version).IsConcurrencyToken();
    }
}
