using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Spmis.Kernel.Access;
using Spmis.Kernel.Data;
using Spmis.Rules;

namespace Spmis.Eligibility.Rounds;

/// <summary>What the community said of a person.</summary>
public enum CommunityWord
{
    /// <summary>Nothing yet.</summary>
    None,

    /// <summary>It is right.</summary>
    Confirmed,

    /// <summary>The person is left out, with a reason.</summary>
    Excluded,
}

/// <summary>A person in a round with limited places, or in a dry run.</summary>
public sealed class RoundCandidate : IOfPerson
{
    /// <summary>The round.</summary>
    public required long RoundId { get; init; }

    /// <summary>The person.</summary>
    public required Guid PersonId { get; init; }

    /// <summary>Registration number.</summary>
    public required string PersonNumber { get; init; }

    string? IOfPerson.ShownPerson => PersonNumber;

    /// <summary>The area whose places count; empty for the whole country.</summary>
    public required string Area { get; init; }

    /// <summary>Entitled, not, or cannot tell, the score included.</summary>
    public required Answer Outcome { get; init; }

    /// <summary>Facts to ask for, as JSON list; null when there are none.</summary>
    public string? Missing { get; init; }

    /// <summary>Score in thousandths, for those entitled; the higher comes first.</summary>
    public long ScoreThousandths { get; init; }

    /// <summary>Birth date: of equal scores the older person comes first. The first day of the calendar where it is unknown.</summary>
    public required DateOnly TieBornOn { get; init; }

    /// <summary>Monthly amount, minor units.</summary>
    public long? MonthlyMinor { get; init; }

    /// <summary>Has an open award of the scheme already: keeps the place and is not ranked.</summary>
    public required bool HasAward { get; init; }

    /// <summary>What the community said.</summary>
    public CommunityWord Community { get; set; }

    /// <summary>Why it left the person out.</summary>
    public string? CommunityReason { get; set; }

    /// <summary>Facts to ask for.</summary>
    public IReadOnlyList<string> MissingFacts => Missing is null ? [] : JsonSerializer.Deserialize<List<string>>(Missing, SpmisJson.Options) ?? [];
}

/// <summary>A place on the ranked list of an area. One a round, area and rank, and one a round and person, by constraint.</summary>
public sealed class RoundPlace : IOfPerson
{
    /// <summary>The round.</summary>
    public required long RoundId { get; init; }

    /// <summary>The area.</summary>
    public required string Area { get; init; }

    /// <summary>1 is the first.</summary>
    public required int Rank { get; init; }

    /// <summary>The person.</summary>
    public required Guid PersonId { get; init; }

    /// <summary>Registration number.</summary>
    public required string PersonNumber { get; init; }

    string? IOfPerson.ShownPerson => PersonNumber;

    /// <summary>Score in thousandths.</summary>
    public required long ScoreThousandths { get; init; }

    /// <summary>Whether there is a place for it; else it is on the waiting list.</summary>
    public required bool Selected { get; init; }
}

internal sealed class RoundListsMapping : IEntityTypeConfiguration<RoundCandidate>, IEntityTypeConfiguration<RoundPlace>
{
    public void Configure(EntityTypeBuilder<RoundCandidate> builder)
    {
        builder.ToTable("round_candidates");
        builder.HasKey(c => new { c.RoundId, c.PersonId });
        builder.HasIndex(c => new { c.RoundId, c.Area, c.ScoreThousandths, c.TieBornOn, c.PersonNumber });
        builder.HasIndex(c => new { c.RoundId, c.PersonNumber }).IsUnique();
        builder.Property(c => c.PersonNumber).HasMaxLength(40);
        builder.Property(c => c.Area).HasMaxLength(200);
        builder.Property(c => c.Missing).HasMaxLength(4000);
        builder.Property(c => c.CommunityReason).HasMaxLength(400);
        builder.HasOne<EligibilityRound>().WithMany().HasForeignKey(c => c.RoundId).OnDelete(DeleteBehavior.Restrict);
    }

    public void Configure(EntityTypeBuilder<RoundPlace> builder)
    {
        builder.ToTable("round_places");
        builder.HasKey(p => new { p.RoundId, p.Area, p.Rank });
        builder.HasIndex(p => new { p.RoundId, p.PersonId }).IsUnique();
        builder.Property(p => p.PersonNumber).HasMaxLength(40);
        builder.Property(p => p.Area).HasMaxLength(200);
        builder.HasOne<EligibilityRound>().WithMany().HasForeignKey(p => p.RoundId).OnDelete(DeleteBehavior.Restrict);
    }
}
