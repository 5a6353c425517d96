using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Spmis.Values;

namespace Spmis.Contributions.Ledger;

/// <summary>The accounts of the contribution ledger.</summary>
public enum Account
{
    /// <summary>What employers owe.</summary>
    ReceivableEmployer,

    /// <summary>Contributions, by scheme.</summary>
    ContributionIncome,

    InterestIncome,

    /// <summary>Money on our accounts, the mobile-money float included.</summary>
    Bank,

    /// <summary>Held for an employer whose bills are paid.</summary>
    SuspenseEmployer,

    /// <summary>Held for a self-employed worker who paid more than the month takes.</summary>
    SuspenseWorker,

    /// <summary>Held for an association until it covers the next member.</summary>
    SuspenseAssociation,

    /// <summary>Held; nobody knows for whom.</summary>
    SuspenseUnidentified,

    /// <summary>To be paid back.</summary>
    RefundPayable,

    /// <summary>Debts given up as not collectable.</summary>
    WrittenOff,

    /// <summary>Estimated assessments, until the return comes.</summary>
    EstimatedIncome,

    /// <summary>What old books handed on: debts on the credit side, money held on the debit side.</summary>
    TakenOver,

    /// <summary>Third payers: what they owe for contributions on the debit side, what of their funds is left on the credit side.</summary>
    Donor,

    /// <summary>Day-work vouchers sold and not used yet, at their price.</summary>
    VouchersPrepaid,

    /// <summary>Tax in used vouchers, to be handed on.</summary>
    VoucherTax,

    /// <summary>Vouchers that expired and are not paid back.</summary>
    VouchersKept,

    /// <summary>Paid by notices of payers' institutions, not booked by the bank yet.</summary>
    NoticedMoney,
}

/// <summary>One side of an entry. Written once, never changed: a mistake is mended by another entry.</summary>
public sealed class Posting
{
    public long Id { get; init; }

    public required Guid EntryId { get; init; }

    public required Account Account { get; init; }

    public Guid? EmployerId { get; init; }

    public Guid? PersonId { get; init; }

    /// <summary>The third payer; of <see cref="Account.Donor"/> only.</summary>
    public Guid? DonorId { get; init; }

    public string? Scheme { get; init; }

    public Month? Month { get; init; }

    public required long DebitMinor { get; init; }

    public required long CreditMinor { get; init; }

    public required string Currency { get; init; }
}

/// <summary>Why money moved in the books.</summary>
public enum EntryKind
{
    Bill,
    Correction,
    Receipt,
    Allocation,
    Reversal,
    Interest,
    Refund,
    Assignment,
    Waiver,
    WriteOff,
    Estimate,
    EstimateReplaced,
    TakenOver,
    Subsidy,

    /// <summary>Vouchers of confirmed days became contributions.</summary>
    VouchersUsed,

    /// <summary>Vouchers expired, were given back, or their day was taken back.</summary>
    VouchersReturned,
}

/// <summary>A ledger entry: two or more postings that balance.</summary>
public sealed class Entry
{
    public required Guid Id { get; init; }

    public required EntryKind Kind { get; init; }

    /// <summary>The day it counts from.</summary>
    public required DateOnly On { get; init; }

    public required DateTime MadeAt { get; init; }

    /// <summary>The bill, receipt or return behind it.</summary>
    public required Guid SubjectId { get; init; }

    public Guid? EmployerId { get; init; }

    public Guid? PersonId { get; init; }

    /// <summary>The payment reference, the bank's reference.</summary>
    public required string Reference { get; init; }
}

internal sealed class LedgerMapping : IEntityTypeConfiguration<Entry>, IEntityTypeConfiguration<Posting>
{
    public void Configure(EntityTypeBuilder<Entry> builder)
    {
        builder.ToTable("ledger_entries");
        builder.HasKey(e => e.Id);
        builder.HasIndex(e => new { e.EmployerId, e.On });
        builder.HasIndex(e => e.SubjectId);
        builder.Property(e => e.Reference).HasMaxLength(120);
    }

    public void Configure(EntityTypeBuilder<Posting> builder)
    {
        builder.ToTable("ledger_postings", t => t.HasCheckConstraint("CK_ledger_postings_one_side", "(\"DebitMinor\" > 0 AND \"CreditMinor\" = 0) OR (\"CreditMinor\" > 0 AND \"DebitMinor\" = 0)"));
        builder.HasKey(p => p.Id);
        builder.HasIndex(p => p.EntryId);
        builder.HasIndex(p => new { p.Account, p.EmployerId });
        builder.Property(p => p.Scheme).HasMaxLength(60);
        builder.Property(p => p.Currency).HasMaxLength(3);
    }
}
