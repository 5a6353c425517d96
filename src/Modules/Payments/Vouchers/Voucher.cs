using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Spmis.Values;

namespace Spmis.Payments.Vouchers;

/// <summary>Vouchers made together: one value, one group, one last day.</summary>
public sealed class VoucherBatch
{
    /// <summary>Characters of all its agencies' codes together.</summary>
    public const int LongestAgencies = 400;

    public long Id { get; init; }

    /// <summary>For people: VB, year, sequence and check digits.</summary>
    public required string Number { get; init; }

    public required string Name { get; init; }

    /// <summary>What they are for, 1 to 20 capital letters and digits: the account in the books, and what a merchant is admitted to.</summary>
    public required string Group { get; init; }

    public required string Currency { get; init; }

    /// <summary>Of each voucher.</summary>
    public required long ValueMinor { get; init; }

    public required int Count { get; init; }

    /// <summary>The last day on which they are taken.</summary>
    public required DateOnly ExpiresOn { get; init; }

    /// <summary>Agencies that take them, with commas between; empty for all.</summary>
    public required string Agencies { get; init; }

    /// <summary>What the numbers are made of, encrypted under a key outside the database; gone once they were exported.</summary>
    public byte[]? SecretSealed { get; set; }

    public required DateTime ApprovedAt { get; init; }

    public required string ApprovedBy { get; init; }

    /// <summary>When all were made.</summary>
    public DateTime? CreatedAt { get; set; }

    public DateTime? ExportedAt { get; set; }

    public string? ExportedById { get; set; }

    public string? ExportedBy { get; set; }

    /// <summary>When somebody had them all activated.</summary>
    public DateTime? ActivatedAt { get; set; }

    public string? ActivatedBy { get; set; }

    /// <summary>When somebody had all that were not redeemed cancelled.</summary>
    public DateTime? CancelledAt { get; set; }

    public string? CancelledBy { get; set; }

    /// <summary>When what was left of them expired.</summary>
    public DateTime? ExpiredAt { get; set; }

    /// <summary>Concurrency token.</summary>
    public int Version { get; set; }

    public Money Value => new(ValueMinor, Values.Currency.Of(Currency));

    /// <summary>making, made, exported, active, cancelled or expired.</summary>
    public string State => CancelledAt is not null ? "cancelled" : ExpiredAt is not null ? "expired" : ActivatedAt is not null ? "active" : ExportedAt is not null ? "exported" : CreatedAt is not null ? "made" : "making";

    /// <summary>Whether an agency takes them.</summary>
    public bool IsTakenBy(string agency) => Agencies.Length == 0 || Agencies.Split(',').Contains(agency);
}

/// <summary>One voucher. Its number is nowhere in the database, only a keyed hash of it; its serial names it without giving it away.</summary>
public sealed class Voucher
{
    public required long BatchId { get; init; }

    /// <summary>1, 2, 3 ... in its batch.</summary>
    public required int Position { get; init; }

    /// <summary>HMAC-SHA256 of the number under a key outside the database.</summary>
    public required byte[] Hash { get; init; }

    /// <summary>Counts how often a number was there already when it was made; nearly always 0.</summary>
    public required int Salt { get; init; }

    public required long AmountMinor { get; init; }

    /// <summary>The person it is for, if for one.</summary>
    public Guid? PersonId { get; init; }

    /// <summary>When it was given out singly, by an interface.</summary>
    public DateTime? HandedAt { get; set; }

    /// <summary>The program that gave it out singly.</summary>
    public string? HandedById { get; set; }

    public DateTime? ActivatedAt { get; set; }

    public DateTime? RedeemedAt { get; set; }

    public DateTime? CancelledAt { get; set; }

    public DateTime? ExpiredAt { get; set; }

    /// <summary>made, active, redeemed, cancelled or expired.</summary>
    public string State => RedeemedAt is not null ? "redeemed" : CancelledAt is not null ? "cancelled" : ExpiredAt is not null ? "expired" : ActivatedAt is not null ? "active" : "made";

    /// <summary>16 digits that name it: batch, position and check digits. It follows from the batch and tells nothing of the number.</summary>
    public string Serial => SerialOf(BatchId, Position);

    internal static string SerialOf(long batchId, int position) => CheckDigit.Append(string.Create(CultureInfo.InvariantCulture, $"1{batchId:D6}{position:D7}"));

    /// <summary>Batch and position out of a serial; null when its check digits do not fit.</summary>
    internal static (long BatchId, int Position)? Read(string serial) => serial is { Length: 16 } && serial[0] == '1' && CheckDigit.IsValid(serial)
        ? (long.Parse(serial[1..7], CultureInfo.InvariantCulture), int.Parse(serial[7..14], CultureInfo.InvariantCulture)) : null;
}

/// <summary>That a voucher was taken: once, by its key.</summary>
public sealed class VoucherRedemption
{
    public required long BatchId { get; init; }

    public required int Position { get; init; }

    public required string Agency { get; init; }

    /// <summary>The agency's or merchant's own reference; once with each agency.</summary>
    public required string Reference { get; init; }

    public required DateTime At { get; init; }

    public required string By { get; init; }
}

internal sealed class VoucherBatchMapping : IEntityTypeConfiguration<VoucherBatch>
{
    public void Configure(EntityTypeBuilder<VoucherBatch> builder)
    {
        builder.ToTable("voucher_batches");
        builder.HasKey(b => b.Id);
        builder.HasIndex(b => b.Number).IsUnique();
        builder.HasIndex(b => b.Group);
        builder.Property(b => b.Number).HasMaxLength(30);
        builder.Property(b => b.Group).HasMaxLength(20);
        builder.Property(b => b.Currency).HasMaxLength(3);
        builder.Property(b => b.Agencies).HasMaxLength(VoucherBatch.LongestAgencies);
        builder.Property(b => b.SecretSealed).HasMaxLength(100);
        builder.Property(b => b.Version).IsConcurrencyToken();
    }
}

internal sealed class VoucherMapping : IEntityTypeConfiguration<Voucher>
{
    public void Configure(EntityTypeBuilder<Voucher> builder)
    {
        builder.ToTable("vouchers");
        builder.HasKey(v => new { v.BatchId, v.Position });
        builder.HasIndex(v => v.Hash).IsUnique();
        builder.Property(v => v.Hash).HasMaxLength(32);
        builder.Property(v => v.HandedById).HasMaxLength(100);
    }
}

internal sealed class VoucherRedemptionMapping : IEntityTypeConfiguration<VoucherRedemption>
{
    public void Configure(EntityTypeBuilder<VoucherRedemption> builder)
    {
        builder.ToTable("voucher_redemptions");
        builder.HasKey(r => new { r.BatchId, r.Position });
        builder.HasIndex(r => new { r.Agency, r.Reference }).IsUnique();
        builder.Property(r => r.Agency).HasMaxLength(12);
        builder.Property(r => r.Reference).HasMaxLength(70);
    }
}
