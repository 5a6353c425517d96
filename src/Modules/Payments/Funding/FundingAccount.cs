using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Spmis.Payments.Funding;

/// <summary>A bank account out of which the benefits of some schemes are financed, by the treasury, a fund or a donor.</summary>
public sealed class FundingAccount
{
    public long Id { get; init; }

    /// <summary>Short name, 2 to 20 capital letters, digits and hyphens.</summary>
    public required string Code { get; init; }

    public required string Name { get; init; }

    /// <summary>Who pays in: the treasury, a fund, a donor.</summary>
    public required string Financier { get; init; }

    public required string Currency { get; init; }

    public required DateTime OpenedAt { get; init; }

    public required string OpenedBy { get; init; }

    public List<FundingScheme> Schemes { get; init; } = [];

    /// <summary>Counts up with every look before a release and every movement, so that of two at once the second sees what the first took.</summary>
    public long Version { get; set; }
}

/// <summary>A scheme that an account finances; one account a scheme and currency, by constraint.</summary>
public sealed class FundingScheme
{
    public long AccountId { get; init; }

    public required string Scheme { get; init; }

    public required string Currency { get; init; }
}

/// <summary>What moved on a funding account.</summary>
public enum FundingKind
{
    /// <summary>The financier paid in.</summary>
    Deposit,

    /// <summary>Given back to the financier.</summary>
    Withdrawal,

    /// <summary>Put at an agency's disposal for what it pays, or settled with it afterwards.</summary>
    Settlement,

    /// <summary>An agency gave back what it had not paid.</summary>
    AgencyReturn,

    /// <summary>Charges of the bank or of an agency.</summary>
    Fee,
}

/// <summary>A movement as the bank booked it, entered by one person and approved by another. Written once, never changed: what was wrong is entered the other way round.</summary>
public sealed class FundingMovement
{
    public long Id { get; init; }

    public required long AccountId { get; init; }

    public required FundingKind Kind { get; init; }

    /// <summary>Above nothing; the kind says which way.</summary>
    public required long AmountMinor { get; init; }

    /// <summary>The day the bank booked it.</summary>
    public required DateOnly On { get; init; }

    /// <summary>The bank's reference; once an account, by constraint.</summary>
    public required string BankReference { get; init; }

    /// <summary>With which agency, of a settlement, a return, and perhaps a fee.</summary>
    public string? Agency { get; init; }

    public required string Reason { get; init; }

    public required DateTime EnteredAt { get; init; }

    public required string ApprovedBy { get; init; }

    /// <summary>With its sign on the account: in above nothing, out below.</summary>
    public long SignedMinor => Kind is FundingKind.Deposit or FundingKind.AgencyReturn ? AmountMinor : -AmountMinor;
}

/// <summary>What the bank says an account holds at the end of a day, beside what our books say; one a day, by constraint.</summary>
public sealed class FundingBalance
{
    public long Id { get; init; }

    public required long AccountId { get; init; }

    public required DateOnly On { get; init; }

    public required long BankMinor { get; init; }

    public required long BookMinor { get; init; }

    /// <summary>Why they differ, where they do.</summary>
    public string? Explanation { get; init; }

    public required DateTime EnteredAt { get; init; }

    public required string EnteredBy { get; init; }
}

internal sealed class FundingMapping : IEntityTypeConfiguration<FundingAccount>, IEntityTypeConfiguration<FundingScheme>, IEntityTypeConfiguration<FundingMovement>, IEntityTypeConfiguration<FundingBalance>
{
    public void Configure(EntityTypeBuilder<FundingAccount> builder)
    {
        builder.ToTable("funding_accounts");
        builder.HasKey(a => a.Id);
        builder.HasIndex(a => a.Code).IsUnique();
        builder.Property(a => a.Code).HasMaxLength(20);
        builder.Property(a => a.Name).HasMaxLength(200);
        builder.Property(a => a.Financier).HasMaxLength(200);
        builder.Property(a => a.Currency).HasMaxLength(3);
        builder.Property(a => a.Version).IsConcurrencyToken();
        builder.HasMany(a => a.Schemes).WithOne().HasForeignKey(s => s.AccountId).OnDelete(DeleteBehavior.Restrict);
    }

    public void Configure(EntityTypeBuilder<FundingScheme> builder)
    {
        builder.ToTable("funding_schemes");
        builder.HasKey(s => new { s.Scheme, s.Currency });
        builder.Property(s => s.Scheme).HasMaxLength(60);
        builder.Property(s => s.Currency).HasMaxLength(3);
    }

    public void Configure(EntityTypeBuilder<FundingMovement> builder)
    {
        builder.ToTable("funding_movements");
        builder.HasKey(m => m.Id);
        builder.HasIndex(m => new { m.AccountId, m.BankReference }).IsUnique();
        builder.HasIndex(m => new { m.AccountId, m.On });
        builder.Property(m => m.BankReference).HasMaxLength(70);
        builder.Property(m => m.Agency).HasMaxLength(20);
        builder.Property(m => m.Reason).HasMaxLength(1000);
        builder.Ignore(m => m.SignedMinor);
    }

    public void Configure(EntityTypeBuilder<FundingBalance> builder)
    {
        builder.ToTable("funding_balances");
        builder.HasKey(b => b.Id);
        builder.HasIndex(b => new { b.AccountId, b.On }).IsUnique();
        builder.Property(b => b.Explanation).HasMaxLength(1000);
    }
}
