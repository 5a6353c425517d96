using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.EntityFrameworkCore;
using Spmis.Contributions.Copies;
using Spmis.Values;

namespace Spmis.Contributions.Subsidies;

/// <summary>How a third payer helps.</summary>
public enum SubsidyKind
{
    /// <summary>A share of the contribution.</summary>
    Share,

    /// <summary>So much for every unit the payer pays.</summary>
    Match,

    /// <summary>A flat amount a month, never more than the contribution.</summary>
    Flat,

    /// <summary>The months of an assistance award, without the person paying.</summary>
    Cover,

    /// <summary>An amount to the worker once so many months in a row are paid.</summary>
    Reward,
}

/// <summary>Whom a programme reaches, by how they contribute.</summary>
public enum SubsidyReach
{
    Everybody,

    /// <summary>Workers whom an employer declares.</summary>
    Employed,

    /// <summary>Those who pay for themselves, also through an association.</summary>
    OwnPayers,

    /// <summary>Those for whom an association pays.</summary>
    AssociationMembers,
}

/// <summary>A third payer: a state budget, a development partner, a foundation. Its account in the ledger is what it owes, or, on the other side, what of its fund is left.</summary>
public sealed class Donor
{
    public required Guid Id { get; init; }

    public required string Name { get; init; }

    public required string Currency { get; init; }

    /// <summary>What is paid under it goes to this account.</summary>
    public required string PaymentReference { get; init; }

    /// <summary>Nothing is given beyond what was received; else it is billed by month.</summary>
    public required bool Prepaid { get; init; }

    /// <summary>Given by all its programmes, less what was taken back.</summary>
    public long GivenMinor { get; set; }

    /// <summary>Received, less what the bank took back.</summary>
    public long ReceivedMinor { get; set; }

    /// <summary>Sum of its bills.</summary>
    public long BilledMinor { get; set; }

    public int Version { get; set; }
}

/// <summary>A month's bill to a donor who does not pay beforehand: what was given since the last one. Paid in the order of numbers by what was received.</summary>
public sealed class DonorBill
{
    public required Guid Id { get; init; }

    public required Guid DonorId { get; init; }

    /// <summary>The month in which it was made: one a donor and month, by constraint.</summary>
    public required Month Month { get; init; }

    public required long AmountMinor { get; init; }

    /// <summary>What all bills up to this one come to; paid once as much was received.</summary>
    public required long ThroughMinor { get; init; }

    public required DateOnly DueOn { get; init; }
}

/// <summary>A subsidy programme, as two persons agreed on it. Only its end is changed, by two persons again.</summary>
public sealed class SubsidyProgramme
{
    public long Id { get; init; }

    public required string Name { get; init; }

    public required Guid DonorId { get; init; }

    public required string Scheme { get; init; }

    public required string Currency { get; init; }

    public required SubsidyKind Kind { get; init; }

    public required SubsidyReach Reach { get; init; }

    /// <summary>Kind of work as the register has it; null for all.</summary>
    public string? Activity { get; init; }

    /// <summary>District by name; null for all.</summary>
    public string? District { get; init; }

    /// <summary>Least age in whole years on the first day of the month; who has no known birth date is not reached when an age is asked for.</summary>
    public int? AgeFrom { get; init; }

    public int? AgeTo { get; init; }

    /// <summary>For <see cref="SubsidyKind.Cover"/>: the benefit scheme whose awards are covered.</summary>
    public string? BenefitScheme { get; init; }

    public required Month From { get; init; }

    /// <summary>Last month; null until it is ended.</summary>
    public Month? To { get; set; }

    /// <summary>Share of the contribution, or match for each unit, in ten thousandths: 5000 is half, 10000 as much again.</summary>
    public int Rate { get; init; }

    /// <summary>The flat amount a month, the contribution that is covered, or the reward.</summary>
    public long AmountMinor { get; init; }

    /// <summary>For <see cref="SubsidyKind.Reward"/>: months in a row.</summary>
    public int? InARow { get; init; }

    /// <summary>Most a person and month, all employers together; null for no cap.</summary>
    public long? CapMinor { get; init; }

    /// <summary>Most months a person (or rewards); null for no limit.</summary>
    public int? MostMonths { get; init; }

    /// <summary>Most the programme gives; null for no cap. The database keeps it.</summary>
    public long? BudgetMinor { get; init; }

    /// <summary>Added to what others give; else the best of several counts.</summary>
    public bool Cumulates { get; init; }

    public long GivenMinor { get; set; }

    public required string Evidence { get; init; }

    public required DateTime StartedAt { get; init; }

    public required string StartedBy { get; init; }

    public int Version { get; set; }

    internal bool Runs(Month month) => month >= From && (To is not { } to || month <= to);
}

/// <summary>What a programme gave for a person's month, or took back. Written once; the month is the sum.</summary>
public sealed class SubsidyShare
{
    public long Id { get; init; }

    public required long ProgrammeId { get; init; }

    /// <summary>Whose it is now: follows merges.</summary>
    public required Guid PersonId { get; set; }

    public required Guid DeclaredPersonId { get; init; }

    public required string Scheme { get; init; }

    public required Month Month { get; init; }

    /// <summary>Null for who pays for themself, is covered or rewarded.</summary>
    public Guid? EmployerId { get; init; }

    /// <summary>The return whose bill is less by it.</summary>
    public Guid? ReturnId { get; init; }

    public long? Line { get; init; }

    /// <summary>The donor's money as a receipt of the worker.</summary>
    public Guid? ReceiptId { get; init; }

    /// <summary>It takes the share of the same receipt back.</summary>
    public bool Reversal { get; init; }

    public required long AmountMinor { get; init; }

    /// <summary>What the budget or fund had no more for, so that the payer pays it.</summary>
    public long ShortMinor { get; init; }

    public required DateOnly On { get; init; }
}

/// <summary>An award of an assistance benefit, as last told: its months may be covered.</summary>
public sealed class CoveredAward : IAwardCopy
{
    public required Guid AwardId { get; init; }

    public required string AwardNumber { get; init; }

    public required Guid PersonId { get; init; }

    public required string BenefitScheme { get; init; }

    public required Month From { get; init; }

    /// <summary>Last month; null until further notice.</summary>
    public Month? To { get; init; }

    public required long Version { get; init; }
}

internal sealed class SubsidyMapping : IEntityTypeConfiguration<Donor>, IEntityTypeConfiguration<DonorBill>, IEntityTypeConfiguration<SubsidyProgramme>, IEntityTypeConfiguration<SubsidyShare>, IEntityTypeConfiguration<CoveredAward>
{
    public void Configure(EntityTypeBuilder<Donor> builder)
    {
        builder.ToTable("donors");
        builder.HasKey(d => d.Id);
        builder.HasIndex(d => new { d.Name, d.Currency }).IsUnique();
        builder.HasIndex(d => d.PaymentReference).IsUnique();
        builder.Property(d => d.Name).HasMaxLength(200);
        builder.Property(d => d.Currency).HasMaxLength(3);
        builder.Property(d => d.PaymentReference).HasMaxLength(20);
    }

    public void Configure(EntityTypeBuilder<DonorBill> builder)
    {
        builder.ToTable("donor_bills");
        builder.HasKey(b => b.Id);
        builder.HasIndex(b => new { b.DonorId, b.Month }).IsUnique();
    }

    public void Configure(EntityTypeBuilder<SubsidyProgramme> builder)
    {
        builder.ToTable("subsidy_programmes", t => t.HasCheckConstraint("CK_subsidy_programmes_budget", "\"GivenMinor\" >= 0 AND (\"BudgetMinor\" IS NULL OR \"GivenMinor\" <= \"BudgetMinor\")"));
        builder.HasKey(p => p.Id);
        builder.HasIndex(p => p.Name).IsUnique();
        builder.HasIndex(p => new { p.Scheme, p.From });
        builder.Property(p => p.Name).HasMaxLength(200);
        builder.Property(p => p.Scheme).HasMaxLength(60);
        builder.Property(p => p.Currency).HasMaxLength(3);
        builder.Property(p => p.Activity).HasMaxLength(40);
        builder.Property(p => p.District).HasMaxLength(200);
        builder.Property(p => p.BenefitScheme).HasMaxLength(60);
        builder.Property(p => p.Evidence).HasMaxLength(400);
        builder.Property(p => p.StartedBy).HasMaxLength(200);
    }

    public void Configure(EntityTypeBuilder<SubsidyShare> builder)
    {
        builder.ToTable("subsidy_shares");
        builder.HasKey(s => s.Id);
        builder.HasIndex(s => new { s.ProgrammeId, s.ReturnId, s.Line }).IsUnique();
        builder.HasIndex(s => new { s.ReceiptId, s.Reversal }).IsUnique();
        builder.HasIndex(s => new { s.PersonId, s.Scheme, s.Month });
        builder.HasIndex(s => new { s.ProgrammeId, s.Month });
        builder.HasIndex(s => s.ReturnId);
        builder.Property(s => s.Scheme).HasMaxLength(60);
    }

    public void Configure(EntityTypeBuilder<CoveredAward> builder)
    {
        builder.ToTable("covered_awards");
        builder.HasKey(a => a.AwardId);
        builder.HasIndex(a => new { a.BenefitScheme, a.AwardId });
        builder.Property(a => a.AwardNumber).HasMaxLength(40);
        builder.Property(a => a.BenefitScheme).HasMaxLength(60);
    }
}
