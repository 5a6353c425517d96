using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Spmis.Payments.PaymentRuns;

/// <summary>The list of payments of a cycle that is prepared by one person, approved by another and then released. Its state follows from dated facts.</summary>
public sealed class PaymentRun
{
    public required Guid Id { get; init; }

    /// <summary>For people, with check digits.</summary>
    public required string Number { get; init; }

    public required Guid CycleId { get; init; }

    /// <summary>The cycle until the run is released or cancelled, then null: one open run per cycle, by constraint.</summary>
    public Guid? OpenFor { get; set; }

    public required DateTime StartedAt { get; init; }

    public required string StartedById { get; init; }

    public required string StartedBy { get; init; }

    /// <summary>When all instructions were made.</summary>
    public DateTime? PreparedAt { get; set; }

    /// <summary>All instructions' seals put together: none can be added, left out or changed unseen.</summary>
    public byte[] Seal { get; set; } = new byte[32];

    /// <summary>Instructions made.</summary>
    public long Count { get; set; }

    /// <summary>The same, gathered anew before release.</summary>
    public byte[] CheckedSeal { get; set; } = new byte[32];

    public long CheckedCount { get; set; }

    /// <summary>The first of two approvals, where the amount needs two.</summary>
    public DateTime? FirstApprovedAt { get; set; }

    public string? FirstApprovedById { get; set; }

    public string? FirstApprovedBy { get; set; }

    public DateTime? ApprovedAt { get; set; }

    public string? ApprovedById { get; set; }

    public string? ApprovedBy { get; set; }

    public DateTime? ReleaseAskedAt { get; set; }

    public string? ReleaseAskedById { get; set; }

    public string? ReleaseAskedBy { get; set; }

    /// <summary>When Registration and Eligibility had answered and all they named was applied here.</summary>
    public DateTime? ClearedAt { get; set; }

    /// <summary>Rises with every look whether it is cleared: two looks at once wait for each other.</summary>
    public int ClearanceChecks { get; set; }

    /// <summary>When all batches were cut and written.</summary>
    public DateTime? ReleasedAt { get; set; }

    public DateTime? CancelledAt { get; set; }

    public string? CancelledBy { get; set; }

    /// <summary>Concurrency token.</summary>
    public int Version { get; set; }

    /// <summary>preparing, prepared, approved, waiting, releasing, released or cancelled.</summary>
    public string State => CancelledAt is not null ? "cancelled"
        : ReleasedAt is not null ? "released"
        : ClearedAt is not null ? "releasing"
        : ReleaseAskedAt is not null ? "waiting"
        : ApprovedAt is not null ? "approved"
        : PreparedAt is not null ? "prepared" : "preparing";

    /// <summary>Adds an instruction's seal; the order does not matter.</summary>
    public void AddSeal(byte[] seal) => Seal = Combine(Seal, seal);

    /// <summary>Exclusive or: whatever the order, and an instruction read twice or left out shows. Without the key nobody can make one that fits.</summary>
    public static byte[] Combine(byte[] one, byte[] other)
    {
        var both = (byte[])one.Clone();
        for (var n = 0; n < both.Length; n++)
        {
            both[n] ^= other[n];
        }

        return both;
    }
}

internal sealed class PaymentRunMapping : IEntityTypeConfiguration<PaymentRun>
{
    public void Configure(EntityTypeBuilder<PaymentRun> builder)
    {
        builder.ToTable("payment_runs");
        builder.HasKey(r => r.Id);
        builder.HasIndex(r => r.Number).IsUnique();
        builder.HasIndex(r => r.OpenFor).IsUnique();
        builder.HasIndex(r => r.CycleId);
        builder.Property(r => r.Seal).HasMaxLength(32);
        builder.Property(r => r.CheckedSeal).HasMaxLength(32);
        builder.Property(r => r.Version).IsConcurrencyToken();
    }
}
