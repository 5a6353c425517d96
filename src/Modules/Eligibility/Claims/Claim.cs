using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Spmis.Kernel.Data;
using Spmis.Rules;
using Spmis.Values;

namespace Spmis.Eligibility.Claims;

/// <summary>A person asks for a benefit because something happened.</summary>
public sealed class Claim
{
    /// <summary>The claim.</summary>
    public required Guid Id { get; init; }

    /// <summary>Claim number with check digits; in the order of filing.</summary>
    public required string Number { get; init; }

    /// <summary>The person as filed; decisions follow merges.</summary>
    public required Guid PersonId { get; init; }

    /// <summary>Registration number as filed.</summary>
    public required string PersonNumber { get; init; }

    /// <summary>The scheme's id.</summary>
    public required string Scheme { get; init; }

    /// <summary>The day of the event: the confinement.</summary>
    public required DateOnly EventOn { get; init; }

    /// <summary>The day it was filed.</summary>
    public required DateOnly FiledOn { get; init; }

    /// <summary>What else the claimant said, fact name to value, as JSON.</summary>
    public required string Facts { get; init; }

    /// <summary>Where it was taken: the desk, or file, line and import.</summary>
    public required string Source { get; init; }

    /// <summary>When it was recorded.</summary>
    public required DateTime RecordedAt { get; init; }

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

    /// <summary>What else the claimant said.</summary>
    public IReadOnlyDictionary<string, string> Given => JsonSerializer.Deserialize<Dictionary<string, string>>(Facts, SpmisJson.Options) ?? [];

    /// <summary>The one open claim of a person in a scheme.</summary>
    public static string KeyOf(string scheme, Guid personId) => $"{scheme}:{personId:N}";

    /// <summary>Claim numbers begin with 4 and end with two check digits.</summary>
    internal static string NumberOf(long n) => CheckDigit.Append(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"4{n:D8}"));
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
        builder.Property(c => c.Facts).HasMaxLength(4000);
        builder.Property(c => c.Version).IsConcurrencyToken();
    }
}
