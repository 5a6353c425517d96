using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Spmis.Eligibility.Claims;
using Spmis.Eligibility.Copies;
using Spmis.Eligibility.Rounds;
using Spmis.Kernel.Access;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Data;
using Spmis.Kernel.History;
using Spmis.Kernel.Secrets;
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

    /// <summary>The facts with their sources, as JSON of <see cref="FactSheet"/>; of a claim sealed (<see cref="Seal"/>), since what the claimant said stands in them. Read as <see cref="InputsText"/>.</summary>
    [NotInHistory]
    public required string Inputs { get; set; }

    /// <summary>Why, by rule, as JSON; null for a "no" of a round, which is rebuilt when asked for. Of a claim sealed; read as <see cref="ExplanationText"/>.</summary>
    [NotInHistory]
    public string? Explanation { get; set; }

    /// <summary>The facts as JSON, opened.</summary>
    /// <exception cref="Refused">The key is not here, or the row was changed.</exception>
    public string InputsText => plain?.Inputs ?? OpenInputs(Context?.Keys, Id, ClaimId, Inputs);

    /// <summary>Why, as JSON, opened; null when it was not stored.</summary>
    /// <exception cref="Refused">The key is not here, or the row was changed.</exception>
    public string? ExplanationText => plain is { } known ? known.Explanation : Explanation is { } text && ClaimId is not null && Context?.Keys is { } keys ? keys.Open(PlaceOf(Id, ExplanationColumn), text) : Explanation;

    /// <summary>Where people decided otherwise than the rules, as JSON of <see cref="Overriding"/>; null for a decision of the rules.</summary>
    public string? Override { get; init; }

    /// <summary>When.</summary>
    public required DateTime DecidedAt { get; init; }

    /// <summary>On whose order.</summary>
    public required string DecidedBy { get; init; }

    /// <summary>The facts it rests on.</summary>
    public FactSheet Sheet => FactSheet.FromJson(InputsText);

    /// <summary>Where people decided otherwise than the rules.</summary>
    public Overriding? Overridden => Override is null ? null : Overriding.FromJson(Override);

    /// <summary>Facts to ask for.</summary>
    public IReadOnlyList<string> MissingFacts => Missing is null ? [] : JsonSerializer.Deserialize<List<string>>(Missing, SpmisJson.Options) ?? [];

    /// <summary>Where it is sealed.</summary>
    internal const string Table = "determinations";

    private const string ExplanationColumn = "explanation";

    private (string Inputs, string? Explanation)? plain; // As they were made, of a decision that was just made.

    /// <summary>Set by EF Core in what it reads: whoever shows a decision need not know of keys.</summary>
    private EligibilityDb? Context { get; init; }

    /// <summary>Seals facts and reasons of a decision on a claim; for each row before it is written. Rounds decide on what the register holds, by the million, and stay as they are.</summary>
    internal Determination Seal(ColumnKeys keys)
    {
        if (ClaimId is not null)
        {
            plain ??= Context is null ? (Inputs, Explanation) : (InputsText, ExplanationText); // What was just made is open; what was read may not be.
            Inputs = keys.Seal(PlaceOf(Id, InputsColumn), plain.Value.Inputs);
            Explanation = plain.Value.Explanation is { } why ? keys.Seal(PlaceOf(Id, ExplanationColumn), why) : null;
        }

        return this;
    }

    private const string InputsColumn = "inputs";

    /// <summary>Opens the facts of a row that was read as single columns.</summary>
    internal static string OpenInputs(ColumnKeys? keys, Guid id, Guid? claimId, string inputs) => claimId is not null && keys is not null ? keys.Open(PlaceOf(id, InputsColumn), inputs) : inputs;

    private static SecretPlace PlaceOf(Guid id, string column) => new(Table, column, id.ToString("N"));

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
