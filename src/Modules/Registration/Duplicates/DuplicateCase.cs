using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Spmis.Contracts.Registration;

namespace Spmis.Registration.Duplicates;

/// <summary>How a case ended.</summary>
public enum CaseDecision
{
    /// <summary>One person: the records were merged.</summary>
    Same,

    /// <summary>Two persons: never asked again, a constraint for ever.</summary>
    Different,
}

/// <summary>Two records that look like one person, with the reasons as they were shown. The pair is unique, so a decision holds for ever.</summary>
public sealed class DuplicateCase
{
    /// <summary>The case.</summary>
    public required Guid Id { get; init; }

    /// <summary>The record with the smaller id.</summary>
    public required Guid PersonAId { get; init; }

    /// <summary>The record with the greater id.</summary>
    public required Guid PersonBId { get; init; }

    /// <summary>Probability that both are one person.</summary>
    public required double Probability { get; init; }

    /// <summary>Version of the model that scored.</summary>
    public required string ModelVersion { get; init; }

    /// <summary>The score with its reasons, as JSON of the linkage engine.</summary>
    public required string Explanation { get; init; }

    /// <summary>Whether something forbids a merge by policy: sex, birth dates far apart, two verified numbers.</summary>
    public required bool HasConflict { get; init; }

    /// <summary>Whether both have the same national number.</summary>
    public required bool SameNationalId { get; init; }

    /// <summary>Whether the model's own condition for merging by policy holds.</summary>
    public required bool Certain { get; init; }

    /// <summary>Business time of the opening.</summary>
    public required DateTime OpenedAt { get; init; }

    /// <summary>Where it was found: desk, batch or import.</summary>
    public required string FoundBy { get; init; }

    /// <summary>When an officer last looked and was not sure.</summary>
    public DateTime? UnsureAt { get; set; }

    /// <summary>When it was settled; null while payments are held.</summary>
    public DateTime? DecidedAt { get; set; }

    /// <summary>How.</summary>
    public CaseDecision? Decision { get; set; }

    /// <summary>By whom.</summary>
    public string? DecidedBy { get; set; }

    /// <summary>Why.</summary>
    public string? Note { get; set; }

    /// <summary>Concurrency token: two officers cannot decide at once.</summary>
    public int Version { get; set; }

    /// <summary>What other modules may know.</summary>
    public DuplicateCaseFacts ToFacts() => new(Id, PersonAId, PersonBId);

    /// <summary>Settles it.</summary>
    internal void Settle(CaseDecision decision, DateTime at, string by, string? note)
    {
        (Decision, DecidedAt, DecidedBy, Note) = (decision, at, by, note);
        Version++;
    }
}

internal sealed class DuplicateCaseMapping : IEntityTypeConfiguration<DuplicateCase>
{
    public void Configure(EntityTypeBuilder<DuplicateCase> builder)
    {
        builder.ToTable("duplicate_cases");
        builder.HasKey(c => c.Id);
        builder.HasIndex(c => new { c.PersonAId, c.PersonBId }).IsUnique();
        builder.HasIndex(c => c.PersonBId);
        builder.HasIndex(c => new { c.DecidedAt, c.Probability });
        builder.Property(c => c.Explanation).HasMaxLength(-1);
        builder.Property(c => c.Note).HasMaxLength(2000);
        builder.Property(c => c.Version).IsConcurrencyToken();
    }
}
