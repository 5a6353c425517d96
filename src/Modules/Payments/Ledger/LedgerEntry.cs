using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Spmis.Payments.Ledger;

/// <summary>One event in the books. Written once, never changed; its postings add up to nothing.</summary>
public sealed class LedgerEntry
{
    public long Id { get; init; }

    /// <summary>approved, taken-back, released, paid, rejected, returned, cancelled, paid-out, voucher-active, voucher-redeemed, voucher-cancelled, voucher-expired, funding-deposit and the other kinds of funding movements.</summary>
    public required string Kind { get; init; }

    /// <summary>The payment run, batch, status file, payout, vouchers or funding account.</summary>
    public required string Subject { get; init; }

    public required string Currency { get; init; }

    /// <summary>The day it counts.</summary>
    public required DateOnly On { get; init; }

    public required DateTime At { get; init; }

    public required string By { get; init; }

    public List<Posting> Postings { get; init; } = [];
}

/// <summary>One side of an entry.</summary>
public sealed class Posting
{
    public long Id { get; init; }

    public long EntryId { get; init; }

    /// <summary>See <see cref="Accounts"/>.</summary>
    public required string Account { get; init; }

    /// <summary>Debit above nothing, credit below.</summary>
    public required long AmountMinor { get; init; }
}

/// <summary>The chart of accounts.</summary>
public static class Accounts
{
    /// <summary>What benefits of a scheme cost.</summary>
    public static string Expense(string scheme) => $"expense/{scheme}";

    /// <summary>Approved and not yet sent: held, or before release.</summary>
    public static string Payable(string scheme) => $"payable/{scheme}";

    /// <summary>Withheld from the person by deductions, owed to whom it is due: the scheme for a recovery, a third party for a court order.</summary>
    public static string Withheld(string scheme) => $"withheld/{scheme}";

    /// <summary>Rejected or returned, and still owed.</summary>
    public static string Reopened(string scheme) => $"reopened/{scheme}";

    /// <summary>Active vouchers of a group that nobody has redeemed.</summary>
    public static string Voucher(string group) => $"voucher/{group}";

    /// <summary>Ordered from an agency, not yet answered.</summary>
    public static string Transit(string agency) => $"transit/{agency}";

    /// <summary>What a funding account holds.</summary>
    public static string Funding(string code) => $"funding/{code}";

    /// <summary>Paid in by the financier of a funding account, and not given back.</summary>
    public static string Financier(string code) => $"financier/{code}";

    /// <summary>Charges taken from a funding account.</summary>
    public static string Fees(string code) => $"expense/fees/{code}";

    /// <summary>Paid out of the account with an agency, less what was settled with it.</summary>
    public static string Bank(string agency) => $"bank/{agency}";
}

internal sealed class LedgerEntryMapping : IEntityTypeConfiguration<LedgerEntry>
{
    public void Configure(EntityTypeBuilder<LedgerEntry> builder)
    {
        builder.ToTable("ledger_entries");
        builder.HasKey(e => e.Id);
        builder.HasIndex(e => new { e.On, e.Id });
        builder.Property(e => e.Currency).HasMaxLength(3);
        builder.HasMany(e => e.Postings).WithOne().HasForeignKey(p => p.EntryId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class PostingMapping : IEntityTypeConfiguration<Posting>
{
    public void Configure(EntityTypeBuilder<Posting> builder)
    {
        builder.ToTable("postings");
        builder.HasKey(p => p.Id);
        builder.HasIndex(p => new { p.Account, p.EntryId });
        builder.Property(p => p.Account).HasMaxLength(250);
    }
}
