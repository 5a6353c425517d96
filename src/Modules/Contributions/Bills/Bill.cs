using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Spmis.Values;

namespace Spmis.Contributions.Bills;

/// <summary>What a bill asks for.</summary>
public enum BillKind
{
    Contributions,

    /// <summary>Interest on a bill that was not paid in time.</summary>
    Interest,

    /// <summary>A month of which no return came, estimated.</summary>
    Estimate,

    /// <summary>Contributions that were owed in the old books when this system took over.</summary>
    TakenOver,

    /// <summary>Vouchers for day work; they come alive when it is paid.</summary>
    DayVouchers,
}

/// <summary>Where a bill stands, derived from what was allocated to it.</summary>
public enum BillState
{
    Unpaid,
    PartPaid,
    Paid,
}

/// <summary>A sum an employer owes, with the reference to pay it under.</summary>
public sealed class Bill
{
    public required Guid Id { get; init; }

    /// <summary>Running number; lists go by it.</summary>
    public required long Number { get; init; }

    public required string PaymentReference { get; init; }

    public required BillKind Kind { get; init; }

    public required Guid EmployerId { get; init; }

    public required string EmployerNumber { get; init; }

    public required string Scheme { get; init; }

    public required Month Month { get; init; }

    /// <summary>The return it comes from; null for interest.</summary>
    public Guid? ReturnId { get; init; }

    /// <summary>For interest: the bill that was late.</summary>
    public Guid? LateBillId { get; init; }

    /// <summary>For interest: the day up to which it was reckoned; one charge a bill and day.</summary>
    public DateOnly? AccruedOn { get; init; }

    public required long AmountMinor { get; init; }

    public required string Currency { get; init; }

    public required DateOnly DueOn { get; init; }

    /// <summary>Of a debt taken over: from when interest runs here, as the old books say; null when none does. Of our own bills interest runs from the day they were due.</summary>
    public DateOnly? InterestFrom { get; init; }

    /// <summary>Of a debt taken over: from when its limitation runs, as the old books say; null when they do not, and of our own bills.</summary>
    public DateOnly? LimitationFrom { get; init; }

    /// <summary>The takeover it came by.</summary>
    public long? TakeoverId { get; init; }

    public required DateTime IssuedAt { get; init; }

    public required string PackageHash { get; init; }

    /// <summary>Sum of the allocations, kept by the same transaction that writes them.</summary>
    public long AllocatedMinor { get; set; }

    /// <summary>What of the allocations is a write-off: its workers' months do not count by it.</summary>
    public long WrittenOffMinor { get; set; }

    /// <summary>The booking day of the money that completed it; null while something is open.</summary>
    public DateOnly? PaidOn { get; set; }

    /// <summary>Interest is reckoned to the end: it was paid, and nothing more can accrue.</summary>
    public bool InterestClosed { get; set; }

    /// <summary>The last day on which it can be claimed, as it was last kept; null while that is held, or not known, or the debt does not lapse.</summary>
    public DateOnly? LapsesOn { get; set; }

    /// <summary>Above zero while its workers' months wait to be counted anew, since it changed between paid and not paid that many times.</summary>
    public int Uncounted { get; set; }

    public long OpenMinor => AmountMinor - AllocatedMinor;

    public BillState State => OpenMinor <= 0 ? BillState.Paid : AllocatedMinor > 0 ? BillState.PartPaid : BillState.Unpaid;
}

internal sealed class BillMapping : IEntityTypeConfiguration<Bill>
{
    public void Configure(EntityTypeBuilder<Bill> builder)
    {
        builder.ToTable("bills");
        builder.HasKey(b => b.Id);
        builder.HasIndex(b => b.Number).IsUnique();
        builder.HasIndex(b => b.PaymentReference).IsUnique();
        builder.HasIndex(b => b.ReturnId).IsUnique();
        builder.HasIndex(b => new { b.LateBillId, b.AccruedOn }).IsUnique();
        builder.HasIndex(b => new { b.EmployerId, b.PaidOn, b.DueOn });
        builder.HasIndex(b => new { b.EmployerNumber, b.Number });
        builder.HasIndex(b => new { b.Kind, b.InterestClosed, b.Number });
        builder.HasIndex(b => b.Uncounted);
        builder.HasIndex(b => new { b.PaidOn, b.LapsesOn });
        builder.HasIndex(b => b.TakeoverId);
        builder.Property(b => b.PaymentReference).HasMaxLength(20);
        builder.Property(b => b.EmployerNumber).HasMaxLength(40);
        builder.Property(b => b.Scheme).HasMaxLength(60);
        builder.Property(b => b.Currency).HasMaxLength(3);
        builder.Property(b => b.PackageHash).HasMaxLength(64);
        builder.Ignore(b => b.OpenMinor);
        builder.Ignore(b => b.State);
    }
}
