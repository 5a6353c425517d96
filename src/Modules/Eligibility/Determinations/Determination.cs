using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Spmis.Eligibility.Claims;
using Spmis.Eligibility.Copies;
using Spmis.Eligibility.Rounds;
using Spmis.Kernel.Access;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Data;
using Spmis.Rules;

namespace Spmis.Eligibility.Determinations;

/// <summary>A decision as it was made: by which text of the law, known on which day, on which facts, with what outcome and why. Never changed.</summary>
public sealed class Determination : IOfPerson
{
    /// <summary>The decision.</summary>
    public required Guid Id { get; init; }

    /// <summary>The person decided about.</summary>
    public required Guid PersonId { get; init; }

    /// <summary>Registration number on that day.</summary>
    public required string PersonNumber { get; init; }

    string? IOfPerson.ShownPerson => PersonNumber;

    /// <summary>The round, if it was made in one.</summary>
    public long? RoundId { get; init; }

    /// <summary>The claim, if there was one.</summary>
    public Guid? ClaimId { get; init; }

    /// <summary>1 for the first decision of a claim, then 2 ...</summary>
    public int Attempt { get; init; } = 1;

    /// <summary>The scheme's id.</summary>
    public required string Scheme { get; init; }

    /// <summary>Version of its package.</summary>
    public required string PackageVersion { get; init; }

    /// <summary>SHA-256 of its package.</summary>
    public required string PackageHash { get; init; }

    /// <summary>The day asked for.</summary>
    public required DateOnly DecidedFor { get; init; }

    /// <summary>By values of the law recorded up to this day.</summary>
    public required DateOnly AsKnownOn { get; init; }

    /// <summary>Yes, no or cannot tell.</summary>
    public required Answer Outcome { get; init; }

    /// <summary>Monthly amount, minor units, when yes.</summary>
    public long? MonthlyMinor { get; init; }

    /// <summary>For how many months, when the scheme says so.</summary>
    public int? Months { get; init; }

    /// <summary>ISO 4217.</summary>
    public required string Currency { get; init; }

    /// <summary>Facts to ask for, as JSON list; null when there are none.</summary>
    public string? Missing { get; init; }

    /// <summary>The facts with their sources, as JSON of <see cref="FactSheet"/>.</summary>
    public required string Inputs { get; init; }

    /// <summary>Why, by rule, as JSON; null for a "no" of a round, which is rebuilt when asked for.</summary>
    public string? Explanation { get; init; }

    /// <summary>Where people decided otherwise than the rules, as JSON of <see cref="Overriding"/>; null for a decision of the rules.</summary>
    public string? Override { get; init; }

    /// <summary>When.</summary>
    public required DateTime DecidedAt { get; init; }

    /// <summary>On whose order.</summary>
    public required string DecidedBy { get; init; }

    /// <summary>The facts it rests on.</summary>
    public FactSheet Sheet => FactSheet.FromJson(Inputs);

    /// <summary>Where people decided otherwise than the rules.</summary>
    public Overriding? Overridden => Override is null ? null : Overriding.FromJson(Override);

    /// <summary>Facts to ask for.</summary>
    public IReadOnlyList<string> MissingFacts => Missing is null ? [] : JsonSerializer.Deserialize<List<string>>(Missing, SpmisJson.Options) ?? [];

    /// <summary>What is missing, as it is stored.</summary>
    internal static string? MissingJson(Decision decision) => decision.Missing.Count == 0 ? null : JsonSerializer.Serialize(decision.Missing, SpmisJson.Options);

    /// <summary>The decision on a person as a row.</summary>
    internal static Determination Of(Decision decision, Scheme scheme, PersonCopy person, DateOnly decidedFor, Change change, long? roundId = null, Guid? claimId = null, int attempt = 1) => new()
    {
        Id = Guid.CreateVersion7(), PersonId = person.PersonId, PersonNumber = person.RegistrationNumber, RoundId = roundId, ClaimId = claimId, Attempt = attempt, Scheme = scheme.Id,
        PackageVersion = scheme.Version, PackageHash = scheme.Hash, DecidedFor = decidedFor, AsKnownOn = change.Today, Outcome = decision.Outcome, MonthlyMinor = decision.MonthlyMinor,
        Months = decision.Months, Currency = scheme.Currency.Code, Missing = MissingJson(decision),
        Inputs = decision.Inputs.ToJson(), Explanation = decision.Explanation, DecidedAt = change.Now, DecidedBy = change.Actor.Name,
    };
}

internal sealed class DeterminationMapping : IEntityTypeConfiguration<Determination>
{
    public void Configure(EntityTypeBuilder<Determination> builder)
    {
        builder.ToTable("determinations");
        builder.HasKey(d => d.Id);
        builder.HasIndex(d => new { d.RoundId, d.PersonId }).IsUnique();
        builder.HasIndex(d => new { d.ClaimId, d.Attempt }).IsUnique();
        builder.HasIndex(d => new { d.PersonId, d.DecidedAt });
        builder.HasIndex(d => new { d.RoundId, d.Outcome, d.PersonNumber });
        builder.Property(d => d.PersonNumber).HasMaxLength(40);
        builder.Property(d => d.Missing).HasMaxLength(-1);
        builder.Property(d => d.Inputs).HasMaxLength(-1);
        builder.Property(d => d.Explanation).HasMaxLength(-1);
        builder.Property(d => d.Override).HasMaxLength(4000);
        builder.HasOne<EligibilityRound>().WithMany().HasForeignKey(d => d.RoundId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Claim>().WithMany().HasForeignKey(d => d.ClaimId).OnDelete(DeleteBehavior.Restrict);
    }
}
