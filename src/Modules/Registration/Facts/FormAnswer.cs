using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Spmis.Kernel.Data;
using Spmis.Kernel.History;

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

    /// <summary>Values by question, as JSON. The row itself is their history.</summary>
    [NotInHistory]
    public required string Answers { get; init; }

    /// <summary>What follows from them, as JSON: yes, no or unknown by name.</summary>
    [NotInHistory]
    public required string Derived { get; init; }

    /// <summary>Values by question.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Read() => JsonSerializer.Deserialize<Dictionary<string, IReadOnlyList<string>>>(Answers, SpmisJson.Options) ?? [];

    /// <summary>What follows from them.</summary>
    public IReadOnlyDictionary<string, string> ReadDerived() => JsonSerializer.Deserialize<Dictionary<string, string>>(Derived, SpmisJson.Options) ?? [];
}

/// <summary>A person's consent to one use of the data.</summary>
public sealed class Consent
{
    /// <summary>What consent may be given to.</summary>
    public static IReadOnlyList<string> Purposes { get; } = ["sharing", "research", "messages", "photograph"];

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
        builder.ToTable("form_answers");
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
