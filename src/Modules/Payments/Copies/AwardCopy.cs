using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Spmis.Contracts.Eligibility;
using Spmis.Values;

namespace Spmis.Payments.Copies;

/// <summary>What this module knows of an award's component; Eligibility owns it.</summary>
public sealed class AwardCopy
{
    public required Guid AwardId { get; init; }

    public required string Component { get; init; }

    public required string AwardNumber { get; init; }

    public required string Scheme { get; init; }

    public required string Branch { get; init; }

    public required Guid BeneficiaryId { get; init; }

    public required Guid PayeeId { get; init; }

    /// <summary>For a whole month.</summary>
    public required long MonthlyMinor { get; init; }

    public required string Currency { get; init; }

    public required Month FromMonth { get; init; }

    public Month? ToMonth { get; init; }

    public Month? SuspendedFromMonth { get; init; }

    /// <summary>The owner's: a message with a lower one came late and is dropped.</summary>
    public required long Version { get; init; }

    /// <summary>The award as it was told.</summary>
    public static AwardCopy Of(AwardFacts facts) => new()
    {
        AwardId = facts.AwardId, Component = facts.Component, AwardNumber = facts.AwardNumber, Scheme = facts.Scheme, Branch = facts.Branch,
        BeneficiaryId = facts.BeneficiaryId, PayeeId = facts.PayeeId, MonthlyMinor = facts.MonthlyMinor, Currency = facts.Currency,
        FromMonth = Month.FromCode(facts.FromMonth), ToMonth = facts.ToMonth is { } to ? Month.FromCode(to) : null,
        SuspendedFromMonth = facts.SuspendedFromMonth is { } from ? Month.FromCode(from) : null, Version = facts.Version,
    };

    /// <summary>The same award, or a share of it, paid to somebody else.</summary>
    internal AwardCopy PaidTo(Guid payeeId, long monthlyMinor) => new()
    {
        AwardId = AwardId, Component = Component, AwardNumber = AwardNumber, Scheme = Scheme, Branch = Branch, BeneficiaryId = BeneficiaryId, PayeeId = payeeId, MonthlyMinor = monthlyMinor, Currency = Currency,
        FromMonth = FromMonth, ToMonth = ToMonth, SuspendedFromMonth = SuspendedFromMonth, Version = Version,
    };

    /// <summary>Whether it is suspended in a month.</summary>
    public bool IsSuspendedIn(Month month) => SuspendedFromMonth is { } from && month >= from;
}

internal sealed class AwardCopyMapping : IEntityTypeConfiguration<AwardCopy>
{
    public void Configure(EntityTypeBuilder<AwardCopy> builder)
    {
        builder.ToTable("award_copies");
        builder.HasKey(a => new { a.AwardId, a.Component });
        builder.HasIndex(a => new { a.AwardNumber, a.Component }).IsUnique();
        builder.HasIndex(a => new { a.BeneficiaryId, a.Scheme });
        builder.HasIndex(a => a.PayeeId);
    }
}
