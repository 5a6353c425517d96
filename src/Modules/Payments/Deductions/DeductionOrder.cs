using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Spmis.Payments.Instructions;
using Spmis.Values;

namespace Spmis.Payments.Deductions;

/// <summary>Why something is withheld.</summary>
public enum DeductionKind
{
    /// <summary>An overpayment is paid back; Eligibility owns the debt and tells how much to withhold.</summary>
    Recovery,

    /// <summary>A court or another authority ordered it.</summary>
    CourtOrder,
}

/// <summary>An order to withhold something of an award's payments, month by month, until its ceiling or its last month.</summary>
public sealed class DeductionOrder
{
    public long Id { get; init; }

    public required DeductionKind Kind { get; init; }

    /// <summary>Eligibility's id of a recovery; null for what is ordered here.</summary>
    public Guid? RecoveryId { get; init; }

    /// <summary>Eligibility may move a recovery to another award of the debtor.</summary>
    public required string AwardNumber { get; set; }

    /// <summary>The court's file, or the debt's number.</summary>
    public required string Reference { get; set; }

    /// <summary>Who gets it; the scheme itself for a recovery.</summary>
    public required string Creditor { get; set; }

    /// <summary>The creditor's account in words, for the list by which it is paid out.</summary>
    [Kernel.History.Identifying]
    public string? CreditorAccount { get; set; }

    public required string Currency { get; set; }

    /// <summary>A fixed amount a month; null when it is a share.</summary>
    public long? MonthlyMinor { get; set; }

    /// <summary>A share of the month's gross in hundredths of a percent; null when it is an amount.</summary>
    public int? RateBasisPoints { get; set; }

    /// <summary>In all, at most; null without limit.</summary>
    public long? CeilingMinor { get; set; }

    /// <summary>So much of the month must be left to the person.</summary>
    public required long FloorMinor { get; set; }

    /// <summary>1 comes first.</summary>
    public required int Priority { get; set; }

    public required Month FromMonth { get; set; }

    public Month? ToMonth { get; set; }

    public required DateTime OrderedAt { get; init; }

    public required string OrderedBy { get; init; }

    /// <summary>No month is withheld from any more, whatever its dates say.</summary>
    public DateTime? EndedAt { get; set; }

    /// <summary>What was prepared before is held and made anew.</summary>
    public required DateTime ChangedAt { get; set; }

    /// <summary>Eligibility's version of a recovery: a lower one came late and is dropped.</summary>
    public long SourceVersion { get; set; }

    /// <summary>Concurrency token.</summary>
    public int Version { get; set; }

    /// <summary>Whether it asks for something of a month.</summary>
    public bool Covers(Month month) => EndedAt is null && month >= FromMonth && (ToMonth is not { } to || month <= to);

    /// <summary>What it asks of a month, before floor and ceiling. A share is rounded down: never more than ordered.</summary>
    public long AskedMinor(long grossMinor) => MonthlyMinor ?? (long)((Int128)grossMinor * (RateBasisPoints ?? 0) / 10_000);
}

/// <summary>What one order took of one payment. It counts while the payment is live: a rejected, returned or lapsed payment gives it back by that.</summary>
public sealed class Withholding
{
    /// <summary>The payment's reference.</summary>
    public required string Reference { get; init; }

    public required long OrderId { get; init; }

    public required long AmountMinor { get; init; }
}

internal sealed class DeductionOrderMapping : IEntityTypeConfiguration<DeductionOrder>
{
    public void Configure(EntityTypeBuilder<DeductionOrder> builder)
    {
        builder.ToTable("deduction_orders");
        builder.HasKey(o => o.Id);
        builder.HasIndex(o => o.RecoveryId).IsUnique();
        builder.HasIndex(o => new { o.AwardNumber, o.Reference }).IsUnique();
        builder.Property(o => o.AwardNumber).HasMaxLength(40);
        builder.Property(o => o.Currency).HasMaxLength(3);
        builder.Property(o => o.Version).IsConcurrencyToken();
    }
}

internal sealed class WithholdingMapping : IEntityTypeConfiguration<Withholding>
{
    public void Configure(EntityTypeBuilder<Withholding> builder)
    {
        builder.ToTable("withholdings");
        builder.HasKey(w => new { w.Reference, w.OrderId });
        builder.HasIndex(w => w.OrderId);
        builder.Property(w => w.Reference).HasMaxLength(PaymentReference.MaxLength);
    }
}
