using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Spmis.Values;

namespace Spmis.Payments.Ledger;

/// <summary>A month of the books that is closed: nothing is booked in it any more, and its trial balance stays as it was.</summary>
public sealed class ClosedMonth
{
    public required Month Month { get; init; }

    public required DateTime ClosedAt { get; init; }

    public required string ClosedBy { get; init; }

    /// <summary>Entries of the month.</summary>
    public required long Entries { get; init; }

    public List<ClosedBalance> Balances { get; init; } = [];
}

/// <summary>An account's line in the trial balance of a closed month.</summary>
public sealed class ClosedBalance
{
    public required Month Month { get; init; }

    public required string Account { get; init; }

    public required string Currency { get; init; }

    public required long OpeningMinor { get; init; }

    public required long DebitMinor { get; init; }

    public required long CreditMinor { get; init; }
}

internal sealed class ClosedMonthMapping : IEntityTypeConfiguration<ClosedMonth>
{
    public void Configure(EntityTypeBuilder<ClosedMonth> builder)
    {
        builder.ToTable("closed_months");
        builder.HasKey(m => m.Month);
        builder.Property(m => m.Month).ValueGeneratedNever();
        builder.HasMany(m => m.Balances).WithOne().HasForeignKey(b => b.Month).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class ClosedBalanceMapping : IEntityTypeConfiguration<ClosedBalance>
{
    public void Configure(EntityTypeBuilder<ClosedBalance> builder)
    {
        builder.ToTable("closed_balances");
        builder.HasKey(b => new { b.Month, b.Account, b.Currency });
        builder.Property(b => b.Account).HasMaxLength(250);
        builder.Property(b => b.Currency).HasMaxLength(3);
    }
}
