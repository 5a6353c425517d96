using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Spmis.Values;

namespace Spmis.Contributions.Associations;

/// <summary>Where a member list stands.</summary>
public enum MemberListState
{
    /// <summary>Its lines are being read.</summary>
    Reading,

    /// <summary>No line was accepted.</summary>
    Empty,

    /// <summary>Nothing is paid.</summary>
    Unpaid,

    /// <summary>Some members are paid for.</summary>
    PartPaid,

    /// <summary>All members are paid for.</summary>
    Paid,

    /// <summary>Given up before anything was paid.</summary>
    Withdrawn,
}

/// <summary>
/// What an association pays for its members in a month, with the reference to pay it under. No debt: whoever insures themselves owes nothing until they pay, nor does who pays for them;
/// the money counts when it comes.
/// </summary>
public sealed class MemberList
{
    public required Guid Id { get; init; }

    /// <summary>Running number, of the series of bills.</summary>
    public required long Number { get; init; }

    public required string PaymentReference { get; init; }

    public required Guid AssociationId { get; init; }

    public required string Scheme { get; init; }

    public required Month Month { get; init; }

    public required string Currency { get; init; }

    /// <summary>The package by which amounts follow from earnings.</summary>
    public required string PackageHash { get; init; }

    public required string Sha { get; init; }

    /// <summary>Association, scheme, month and content while it is not withdrawn, else null: the same file is one list, by constraint.</summary>
    public string? Once { get; set; }

    public required string FileName { get; init; }

    public required DateTime FiledAt { get; init; }

    public required string FiledBy { get; init; }

    public long? RunId { get; set; }

    /// <summary>When all lines were read and the amount was known.</summary>
    public DateTime? IssuedAt { get; set; }

    /// <summary>The last day to pay the month by the law.</summary>
    public required DateOnly DueOn { get; init; }

    /// <summary>Members accepted and not struck off.</summary>
    public int Members { get; set; }

    /// <summary>Sum of their amounts.</summary>
    public long AmountMinor { get; set; }

    /// <summary>Sum of what was paid for them.</summary>
    public long PaidMinor { get; set; }

    public DateTime? WithdrawnAt { get; set; }

    /// <summary>Concurrency token.</summary>
    public long Version { get; set; }

    public MemberListState State => WithdrawnAt is not null ? MemberListState.Withdrawn : IssuedAt is null ? MemberListState.Reading : AmountMinor == 0 ? MemberListState.Empty
        : PaidMinor >= AmountMinor ? MemberListState.Paid : PaidMinor > 0 ? MemberListState.PartPaid : MemberListState.Unpaid;
}

/// <summary>A member on a list.</summary>
public sealed class MemberListLine
{
    public long Id { get; init; }

    public required Guid ListId { get; init; }

    /// <summary>Line of the file.</summary>
    public required long Line { get; init; }

    /// <summary>The record in use when the list was filed.</summary>
    public required Guid PersonId { get; init; }

    /// <summary>Association, scheme, month and person, else null when struck off: nobody is paid for twice by one association, by constraint.</summary>
    public string? Once { get; set; }

    /// <summary>The earnings the amount stands for.</summary>
    public required long BaseMinor { get; init; }

    public required long AmountMinor { get; init; }

    /// <summary>Sum of the payments that were not taken back.</summary>
    public long PaidMinor { get; set; }

    /// <summary>How many payments there were, those taken back included.</summary>
    public int Payments { get; set; }

    /// <summary>Why it is not paid any more: died, withdrawn.</summary>
    public string? Struck { get; set; }
}

/// <summary>Money put to a member: a receipt of the member's own, moved from one of the association's.</summary>
public sealed class MemberPayment
{
    public long Id { get; init; }

    public required long LineId { get; init; }

    /// <summary>The member's own receipt.</summary>
    public required Guid ReceiptId { get; init; }

    public required long AmountMinor { get; init; }

    /// <summary>The day the association's payment was taken back.</summary>
    public DateOnly? TakenBackOn { get; set; }
}

internal sealed class MemberListMapping : IEntityTypeConfiguration<MemberList>, IEntityTypeConfiguration<MemberListLine>, IEntityTypeConfiguration<MemberPayment>
{
    public void Configure(EntityTypeBuilder<MemberList> builder)
    {
        builder.ToTable("member_lists");
        builder.HasKey(l => l.Id);
        builder.HasIndex(l => l.Number).IsUnique();
        builder.HasIndex(l => l.PaymentReference).IsUnique();
        builder.HasIndex(l => l.Once).IsUnique();
        builder.HasIndex(l => new { l.AssociationId, l.Month, l.Number });
        builder.Property(l => l.PaymentReference).HasMaxLength(20);
        builder.Property(l => l.Scheme).HasMaxLength(60);
        builder.Property(l => l.Currency).HasMaxLength(3);
        builder.Property(l => l.PackageHash).HasMaxLength(64);
        builder.Property(l => l.Sha).HasMaxLength(64);
        builder.Property(l => l.Version).IsConcurrencyToken();
        builder.Ignore(l => l.State);
    }

    public void Configure(EntityTypeBuilder<MemberListLine> builder)
    {
        builder.ToTable("member_list_lines");
        builder.HasKey(l => l.Id);
        builder.HasIndex(l => new { l.ListId, l.Line }).IsUnique();
        builder.HasIndex(l => l.Once).IsUnique();
        builder.Property(l => l.Struck).HasMaxLength(40);
    }

    public void Configure(EntityTypeBuilder<MemberPayment> builder)
    {
        builder.ToTable("member_payments");
        builder.HasKey(p => p.Id);
        builder.HasIndex(p => p.LineId);
        builder.HasIndex(p => p.ReceiptId).IsUnique();
    }
}
