using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Spmis.Kernel.Data;
using Spmis.Kernel.History;
using Spmis.Kernel.Secrets;
using Spmis.Registration.Photos;

namespace Spmis.Registration.Facts;

/// <summary>What a person answered to a form on a day. Never changed: a correction is a new row, and the latest day stands.</summary>
public sealed class FormAnswer
{
    /// <summary>Never shown to people.</summary>
    public required Guid Id { get; init; }

    /// <summary>Who answered, or for whom.</summary>
    public required Guid PersonId { get; set; }

    /// <summary>The form.</summary>
    public required string Form { get; init; }

    /// <summary>Its version.</summary>
    public required int Version { get; init; }

    /// <summary>The day of the answers.</summary>
    public required DateOnly AnsweredOn { get; init; }

    /// <summary>When they were recorded.</summary>
    public required DateTime RecordedAt { get; init; }

    /// <summary>Who recorded them.</summary>
    public required string RecordedBy { get; init; }

    /// <summary>Where they stand: a paper, a visit.</summary>
    public string? Evidence { get; init; }

    /// <summary>Values by question and what follows from them, sealed (<see cref="ColumnKeys"/>): health and need are nobody's to read in a copied database. The row itself is their history. From before they were sealed: the values alone, as JSON.</summary>
    [NotInHistory]
    public required string Answers { get; init; }

    /// <summary>From before answers were sealed: what follows from them, as JSON. Nothing since.</summary>
    [NotInHistory]
    public string Derived { get; init; } = Nothing;

    internal const string Table = "form_answers";
    private const string Nothing = "{}";

    /// <summary>What was answered, and what follows.</summary>
    /// <exception cref="Kernel.Acts.Refused">The key is not here, or the row was changed.</exception>
    internal FormValues Read(ColumnKeys keys)
    {
        var text = keys.Open(PlaceOf(Id), Answers);
        return Answers.StartsWith(ColumnKeys.SealedMark, StringComparison.Ordinal)
            ? Json<FormValues>(text) ?? throw new InvalidOperationException($"The answers {Id} are empty.")
            : new FormValues(Json<Dictionary<string, IReadOnlyList<string>>>(text) ?? [], Json<Dictionary<string, string>>(Derived) ?? []);
    }

    /// <summary>The values as they are kept.</summary>
    internal static string Seal(ColumnKeys keys, Guid id, FormValues values) => keys.Seal(PlaceOf(id), JsonSerializer.Serialize(values, SpmisJson.Options));

    /// <summary>The same row with the newest key.</summary>
    internal FormAnswer SealedAnew(ColumnKeys keys) => new()
    {
        Id = Id, PersonId = PersonId, Form = Form, Version = Version, AnsweredOn = AnsweredOn, RecordedAt = RecordedAt, RecordedBy = RecordedBy, Evidence = Evidence, Answers = Seal(keys, Id, Read(keys)),
    };

    private static SecretPlace PlaceOf(Guid id) => new(Table, "answers", id.ToString("N"));

    private static T? Json<T>(string text) => JsonSerializer.Deserialize<T>(text, SpmisJson.Options);
}

/// <summary>What was answered to a form.</summary>
/// <param name="Values">Values by question.</param>
/// <param name="Derived">What follows from them: yes, no or unknown by name.</param>
internal sealed record FormValues(IReadOnlyDictionary<string, IReadOnlyList<string>> Values, IReadOnlyDictionary<string, string> Derived);

/// <summary>A person's consent to one use of the data.</summary>
public sealed class Consent
{
    /// <summary>Records of one person each, under a pseudonym, for research: who consented and took it back stands in none (<see cref="Statistics.PersonsSet"/>).</summary>
    public const string Research = "research";

    /// <summary>What consent may be given to: only uses that an act of the system makes and asks for it. Consents to others, from before, stay on the record and can be withdrawn.</summary>
    public static IReadOnlyList<string> Purposes { get; } = [Research, KeepPhoto.Purpose];

    /// <summary>Names it in addresses.</summary>
    public required Guid Id { get; init; }

    /// <summary>Whose.</summary>
    public required Guid PersonId { get; set; }

    /// <summary>One of <see cref="Purposes"/>.</summary>
    public required string Purpose { get; init; }

    /// <summary>First day.</summary>
    public required DateOnly GivenOn { get; init; }

    /// <summary>Where it is signed or recorded.</summary>
    public required string Evidence { get; init; }

    /// <summary>Who recorded it.</summary>
    public required string RecordedBy { get; init; }

    /// <summary>The day it was withdrawn; null while it lasts.</summary>
    public DateOnly? WithdrawnOn { get; set; }

    /// <summary>Where the withdrawal is recorded.</summary>
    public string? WithdrawnEvidence { get; set; }

    /// <summary>Person and purpose while it lasts, null afterwards: one consent for one purpose, by constraint.</summary>
    public string? OpenKey { get; set; }
}

internal sealed class FactsMapping : IEntityTypeConfiguration<FormAnswer>, IEntityTypeConfiguration<Consent>
{
    public void Configure(EntityTypeBuilder<FormAnswer> builder)
    {
        builder.ToTable(FormAnswer.Table);
        builder.HasKey(a => a.Id);
        builder.HasIndex(a => new { a.PersonId, a.Form, a.AnsweredOn });
        builder.Property(a => a.Form).HasMaxLength(60);
        builder.Property(a => a.Evidence).HasMaxLength(300);
        builder.Property(a => a.Answers).HasMaxLength(-1);
        builder.Property(a => a.Derived).HasMaxLength(2_000);
    }

    public void Configure(EntityTypeBuilder<Consent> builder)
    {
        builder.ToTable("consents");
        builder.HasKey(c => c.Id);
        builder.HasIndex(c => c.PersonId);
        builder.HasIndex(c => c.OpenKey).IsUnique();
        builder.Property(c => c.Purpose).HasMaxLength(40);
        builder.Property(c => c.Evidence).HasMaxLength(300);
        builder.Property(c => c.WithdrawnEvidence).HasMaxLength(300);
        builder.Property(c => c.OpenKey).HasMaxLength(100);
    }
}
