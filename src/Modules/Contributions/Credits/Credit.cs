using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.EntityFrameworkCore;
using Spmis.Contributions.Copies;
using Spmis.Values;

namespace Spmis.Contributions.Credits;

/// <summary>Why a month counts without payment.</summary>
public enum CreditKind
{
    Sickness,
    Maternity,
    Unemployment,
}

/// <summary>A month that counts without payment, as far as the package's <c>credited_month</c> says so. Given by an award of a benefit, or by an officer on evidence with a second person. Taken back, it stays on record.</summary>
public sealed class Credit
{
    public const string LiveMark = "live";

    /// <summary>The origin of what an officer gave.</summary>
    public const string ByOfficer = "officer";

    public long Id { get; init; }

    /// <summary>Whose it is now: follows merges.</summary>
    public required Guid PersonId { get; set; }

    /// <summary>Whose it was when it was given.</summary>
    public required Guid DeclaredPersonId { get; init; }

    public required string Scheme { get; init; }

    public required Month Month { get; init; }

    public required CreditKind Kind { get; init; }

    /// <summary><see cref="ByOfficer"/>, or the award's id.</summary>
    public required string Origin { get; init; }

    /// <summary>The award's number.</summary>
    public string? AwardNumber { get; init; }

    public required string Reason { get; init; }

    /// <summary>The paper it rests on; of an award its number.</summary>
    public required string Evidence { get; init; }

    public required DateTime GivenAt { get; init; }

    public required string GivenBy { get; init; }

    /// <summary><see cref="LiveMark"/> while it holds: once a person, scheme, month and origin, by constraint.</summary>
    public string? Live { get; set; }

    public DateTime? TakenBackAt { get; set; }

    public string? TakenBackBy { get; set; }

    public string? TakenBackBecause { get; set; }
}

/// <summary>An award for whose months credits are given, as last told.</summary>
public sealed class CreditedAward : IAwardCopy
{
    public required Guid AwardId { get; init; }

    public required string AwardNumber { get; init; }

    public required Guid PersonId { get; init; }

    public required CreditKind Kind { get; init; }

    public required Month From { get; init; }

    /// <summary>Last month; null until further notice.</summary>
    public Month? To { get; init; }

    public required long Version { get; init; }

    /// <summary>Months up to this one are credited; later ones as they come.</summary>
    public required Month Through { get; set; }

    /// <summary>The last month of a moment.</summary>
    public Month Until(Month today) => To is { } to && to < today ? to : today;
}

internal sealed class CreditMapping : IEntityTypeConfiguration<Credit>, IEntityTypeConfiguration<CreditedAward>
{
    public void Configure(EntityTypeBuilder<Credit> builder)
    {
        builder.ToTable("credits");
        builder.HasKey(c => c.Id);
        builder.HasIndex(c => new { c.DeclaredPersonId, c.Scheme, c.Month, c.Origin, c.Live }).IsUnique();
        builder.HasIndex(c => new { c.PersonId, c.Scheme, c.Month });
        builder.HasIndex(c => c.Origin);
        builder.Property(c => c.Scheme).HasMaxLength(60);
        builder.Property(c => c.Origin).HasMaxLength(40);
        builder.Property(c => c.AwardNumber).HasMaxLength(40);
        builder.Property(c => c.Reason).HasMaxLength(1000);
        builder.Property(c => c.Evidence).HasMaxLength(400);
        builder.Property(c => c.GivenBy).HasMaxLength(200);
        builder.Property(c => c.Live).HasMaxLength(10);
        builder.Property(c => c.TakenBackBy).HasMaxLength(200);
        builder.Property(c => c.TakenBackBecause).HasMaxLength(1000);
    }

    public void Configure(EntityTypeBuilder<CreditedAward> builder)
    {
        builder.ToTable("credited_awards");
        builder.HasKey(a => a.AwardId);
        builder.HasIndex(a => a.Through);
        builder.Property(a => a.AwardNumber).HasMaxLength(40);
        builder.Property(a => a.Version).IsConcurrencyToken(); // Who follows the clock and who hears of a new version must not undo one another.
    }
}
