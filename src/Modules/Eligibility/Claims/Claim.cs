using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Spmis.Kernel.Access;
using Spmis.Kernel.Data;
using Spmis.Kernel.History;
using Spmis.Kernel.Secrets;
using Spmis.Rules;
using Spmis.Values;

namespace Spmis.Eligibility.Claims;

/// <summary>A person asks for a benefit because something happened.</summary>
public sealed class Claim : IOfPerson
{
    /// <summary>Longest reason for coming late.</summary>
    internal const int MostReason = 1000;

    /// <summary>The claim.</summary>
    public required Guid Id { get; init; }

    /// <summary>Claim number with check digits; in the order of filing.</summary>
    public required string Number { get; init; }

    /// <summary>The person as filed; decisions follow merges.</summary>
    public required Guid PersonId { get; init; }

    /// <summary>Registration number as filed.</summary>
    public required string PersonNumber { get; init; }

    string? IOfPerson.ShownPerson => PersonNumber;

    string? IOfPerson.OtherShown => InsuredNumber;

    /// <summary>The scheme's id.</summary>
    public required string Scheme { get; init; }

    /// <summary>The day of the event: the confinement.</summary>
    public required DateOnly EventOn { get; init; }

    /// <summary>The day it was filed.</summary>
    public required DateOnly FiledOn { get; set; }

    /// <summary>What else the claimant said, fact name to value, as JSON, sealed (<see cref="Seal"/>): illness and need are nobody's to read in a copied database. The row itself is its history.</summary>
    [NotInHistory]
    public required string Facts { get; set; }

    /// <summary>Where it was taken: the desk, or file, line and import.</summary>
    public required string Source { get; init; }

    /// <summary>Who brought it.</summary>
    public ClaimChannel Channel { get; set; }

    /// <summary>Number of the employer, or name of whoever acts for the claimant.</summary>
    public string? BroughtBy { get; set; }

    /// <summary>Language of its letters, such as <c>fr</c>.</summary>
    public string Language { get; set; } = "en";

    /// <summary>When it was recorded.</summary>
    public required DateTime RecordedAt { get; init; }

    /// <summary>Why it comes later than the law gives time for; null when it is in time.</summary>
    public string? LateBecause { get; set; }

    /// <summary>Opened by an event and not yet claimed by anybody: it is not decided before somebody confirms it.</summary>
    public bool Draft { get; set; }

    /// <summary>The day by which the law wants it decided; null where it is silent.</summary>
    public DateOnly? DecideBy { get; set; }

    /// <summary>Why somebody should look twice, as codes with commas, see <see cref="ClaimRisks"/>.</summary>
    public string? Risks { get; set; }

    /// <summary>How many of them.</summary>
    public int RiskCount { get; set; }

    /// <summary>The person insured, when survivors claim.</summary>
    public Guid? InsuredId { get; init; }

    /// <summary>Registration number of the person insured, as filed.</summary>
    public string? InsuredNumber { get; init; }

    /// <summary>The case of all survivors of that person.</summary>
    public Guid? CaseId { get; init; }

    /// <summary>When it was taken back by the claimant, or the event fell away; it is not decided then.</summary>
    public DateTime? ClosedAt { get; set; }

    /// <summary>Why.</summary>
    public string? ClosedBecause { get; set; }

    /// <summary>The last decision; null while it waits.</summary>
    public Answer? Outcome { get; set; }

    /// <summary>When it was made.</summary>
    public DateTime? DecidedAt { get; set; }

    /// <summary>The last decision.</summary>
    public Guid? DeterminationId { get; set; }

    /// <summary>How often it was decided: more than once when facts were missing first.</summary>
    public int Decisions { get; set; }

    /// <summary>Scheme and person until there is a yes or no: one open claim, by constraint.</summary>
    public string? OpenKey { get; set; }

    /// <summary>Concurrency token.</summary>
    public int Version { get; set; }

    /// <summary>Whether it can be decided now.</summary>
    public bool Decidable => !Draft && ClosedAt is null && Outcome is not (Answer.Yes or Answer.No);

    /// <summary>What else the claimant said.</summary>
    /// <exception cref="Kernel.Acts.Refused">The key is not here, or the row was changed.</exception>
    public IReadOnlyDictionary<string, string> Given => JsonSerializer.Deserialize<Dictionary<string, string>>(said ?? Context?.Keys?.Open(Place, Facts) ?? Facts, SpmisJson.Options) ?? [];

    /// <summary>Seals what was said; for each row before it is written.</summary>
    internal Claim Seal(ColumnKeys keys)
    {
        said ??= Context is null ? Facts : keys.Open(Place, Facts); // What was just made is open; what was read may not be.
        Facts = keys.Seal(Place, said);
        return this;
    }

    /// <summary>Where it is sealed.</summary>
    internal const string Table = "claims";

    private string? said; // As it was said, of a claim that was just made.

    private SecretPlace Place => new(Table, "facts", Id.ToString("N"));

    /// <summary>Set by EF Core in what it reads: whoever shows a claim need not know of keys.</summary>
    private EligibilityDb? Context { get; init; }

    /// <summary>The one open claim of a person in a scheme.</summary>
    public static string KeyOf(string scheme, Guid personId) => $"{scheme}:{personId:N}";

    /// <summary>Claim numbers begin with 4 and end with two check digits.</summary>
    internal static string NumberOf(long n) => CheckDigit.Append(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"4{n:D8}"));
}

/// <summary>Who brings a claim.</summary>
public enum ClaimChannel
{
    /// <summary>The claimant, at a desk.</summary>
    Desk,

    /// <summary>The claimant, by letter or from the portal.</summary>
    Person,

    /// <summary>The claimant's employer.</summary>
    Employer,

    /// <summary>Somebody who acts for the claimant.</summary>
    Representative,

    /// <summary>A file of claims.</summary>
    File,

    /// <summary>Nobody: something happened.</summary>
    Event,
}

internal sealed class ClaimMapping : IEntityTypeConfiguration<Claim>
{
    public void Configure(EntityTypeBuilder<Claim> builder)
    {
        builder.ToTable("claims");
        builder.HasKey(c => c.Id);
        builder.HasIndex(c => c.Number).IsUnique();
        builder.HasIndex(c => c.OpenKey).IsUnique();
        builder.HasIndex(c => new { c.Scheme, c.PersonId, c.EventOn }).IsUnique();
        builder.HasIndex(c => c.PersonId);
        builder.HasIndex(c => new { c.Outcome, c.Number });
        builder.Property(c => c.Number).HasMaxLength(40);
        builder.Property(c => c.PersonNumber).HasMaxLength(40);
        builder.HasIndex(c => c.CaseId);
        builder.HasIndex(c => new { c.Outcome, c.DecideBy });
        builder.Property(c => c.Facts).HasMaxLength(-1); // Sealed, it is longer than what was said.
        builder.Property(c => c.Language).HasMaxLength(10);
        builder.Property(c => c.LateBecause).HasMaxLength(Claim.MostReason);
        builder.Property(c => c.ClosedBecause).HasMaxLength(1000);
        builder.Property(c => c.Version).IsConcurrencyToken();
    }
}
