using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Spmis.Payments.Deductions;
using Spmis.Payments.Instructions;
using Spmis.Values;

namespace Spmis.Payments.Payouts;

/// <summary>What was withheld for one creditor, paid out in one sum: prepared by one person, confirmed with the bank's reference by another. What was recovered for a scheme goes back to its expense instead of to a bank.</summary>
public sealed class Payout
{
    public long Id { get; init; }

    /// <summary>For people: PO, year, sequence and check digits.</summary>
    public required string Number { get; init; }

    /// <summary>A court order goes to a creditor, a recovery back to its scheme.</summary>
    public required DeductionKind Kind { get; init; }

    /// <summary>The creditor as the orders name it; of recoveries the scheme.</summary>
    public required string Creditor { get; init; }

    [Kernel.History.Identifying]
    public string? CreditorAccount { get; init; }

    public required string Currency { get; init; }

    /// <summary>The last day whose lines it takes.</summary>
    public required DateOnly ToDay { get; init; }

    public required int Lines { get; init; }

    public required long TotalMinor { get; init; }

    public required DateTime PreparedAt { get; init; }

    public required string PreparedById { get; init; }

    public required string PreparedBy { get; init; }

    public DateTime? ConfirmedAt { get; set; }

    public string? ConfirmedById { get; set; }

    public string? ConfirmedBy { get; set; }

    /// <summary>The agency from whose account it was paid; null for recoveries.</summary>
    public string? PaidFrom { get; set; }

    /// <summary>The bank's reference of the transfer; null for recoveries.</summary>
    public string? BankReference { get; set; }

    /// <summary>The day the bank tells.</summary>
    public DateOnly? PaidOn { get; set; }

    public DateTime? CancelledAt { get; set; }

    public string? CancelledBy { get; set; }

    /// <summary>Concurrency token.</summary>
    public int Version { get; set; }

    public Money Total => new(TotalMinor, Values.Currency.Of(Currency));

    /// <summary>prepared, confirmed or cancelled.</summary>
    public string State => CancelledAt is not null ? "cancelled" : ConfirmedAt is not null ? "confirmed" : "prepared";
}

/// <summary>One withheld amount in a payout, or one that came back after it had been paid out (below nothing).</summary>
public sealed class PayoutLine
{
    public required long PayoutId { get; init; }

    /// <summary>The payment's reference.</summary>
    public required string Reference { get; init; }

    public required long OrderId { get; init; }

    /// <summary>The payment came back, and what it withheld with it.</summary>
    public required bool CameBack { get; init; }

    /// <summary>True while its payout is not cancelled, else null: a withheld line is in one payout only, by constraint, and so is its coming back.</summary>
    public bool? Live { get; set; } = true;

    public required string Scheme { get; init; }

    /// <summary>Below nothing when it came back.</summary>
    public required long AmountMinor { get; init; }

    /// <summary>When it became known here that it is due, or came back.</summary>
    public required DateTime KnownAt { get; init; }
}

internal sealed class PayoutMapping : IEntityTypeConfiguration<Payout>
{
    public void Configure(EntityTypeBuilder<Payout> builder)
    {
        builder.ToTable("payouts");
        builder.HasKey(p => p.Id);
        builder.HasIndex(p => p.Number).IsUnique();
        builder.HasIndex(p => new { p.PaidFrom, p.BankReference }).IsUnique();
        builder.HasIndex(p => new { p.Creditor, p.Id });
        builder.Property(p => p.Number).HasMaxLength(30);
        builder.Property(p => p.Currency).HasMaxLength(3);
        builder.Property(p => p.PaidFrom).HasMaxLength(12);
        builder.Property(p => p.BankReference).HasMaxLength(70);
        builder.Property(p => p.Version).IsConcurrencyToken();
    }
}

internal sealed class PayoutLineMapping : IEntityTypeConfiguration<PayoutLine>
{
    public void Configure(EntityTypeBuilder<PayoutLine> builder)
    {
        builder.ToTable("payout_lines");
        builder.HasKey(l => new { l.PayoutId, l.Reference, l.OrderId, l.CameBack });
        builder.HasIndex(l => new { l.Reference, l.OrderId, l.CameBack, l.Live }).IsUnique(); // Null is no value: lines of cancelled payouts do not meet here.
        builder.Property(l => l.Reference).HasMaxLength(PaymentReference.MaxLength);
    }
}
