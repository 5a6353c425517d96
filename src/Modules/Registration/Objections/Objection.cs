using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Spmis.Registration.Facts;

namespace Spmis.Registration.Objections;

/// <summary>A person objects to a use of the data, or asks that it be restricted (GDPR, art. 18 and 21, and the national acts that follow them). Answered by the institution within a term.</summary>
public sealed class Objection
{
    /// <summary>Extracts for statistics: who objected and was upheld is left out of them.</summary>
    public const string Statistics = "statistics";

    /// <summary>Uses the law orders or allows, which rest on no consent.</summary>
    public static IReadOnlyList<string> LawfulPurposes { get; } = ["contributions", "benefits", "payments", "comparison", Statistics];

    /// <summary>What may be objected to: uses by consent, and those by law.</summary>
    public static IReadOnlyList<string> Purposes { get; } = [.. Consent.Purposes, .. LawfulPurposes];

    /// <summary>Names it in addresses.</summary>
    public required Guid Id { get; init; }

    /// <summary>Whose; after a merge the survivor.</summary>
    public required Guid PersonId { get; set; }

    /// <summary>One of <see cref="Purposes"/>.</summary>
    public required string Purpose { get; init; }

    /// <summary>Why, in the person's words.</summary>
    public required string Reason { get; init; }

    /// <summary>The letter or form, when it was taken in at the desk.</summary>
    public string? Evidence { get; init; }

    /// <summary>Asked by the person, in the own account.</summary>
    public required bool ByThePerson { get; init; }

    /// <summary>The day it came in: the term runs from here.</summary>
    public required DateOnly ReceivedOn { get; init; }

    /// <summary>The last day for the answer.</summary>
    public required DateOnly DueOn { get; init; }

    /// <summary>When it was recorded.</summary>
    public required DateTime RecordedAt { get; init; }

    /// <summary>Who recorded it.</summary>
    public required string RecordedBy { get; init; }

    /// <summary>Who must not answer it.</summary>
    public required string RecordedById { get; init; }

    /// <summary>When it was answered.</summary>
    public DateTime? DecidedAt { get; set; }

    /// <summary>Who answered it.</summary>
    public string? DecidedBy { get; set; }

    /// <summary>Whether the use stops.</summary>
    public bool? Upheld { get; set; }

    /// <summary>The legal ground on which it goes on: act and article.</summary>
    public string? Ground { get; set; }

    /// <summary>The answer to the person, in words.</summary>
    public string? Answer { get; set; }

    /// <summary>The first day of the mark on the record: a use by law that stops. Uses by consent stop with the consent and have no mark.</summary>
    public DateOnly? StoppedOn { get; set; }

    /// <summary>When the person took it back: an open one is not answered any more, and the mark of an upheld one ends.</summary>
    public DateTime? WithdrawnAt { get; set; }

    /// <summary>Person and purpose while it is open, null afterwards: one is open for a purpose at a time, by constraint.</summary>
    public string? OpenKey { get; set; }

    /// <summary>Concurrency token.</summary>
    public int Version { get; set; }

    /// <summary>Waits for an answer.</summary>
    public bool IsOpen => DecidedAt is null && WithdrawnAt is null;

    /// <summary>Waits, and the term has passed.</summary>
    public bool IsOverdue(DateOnly today) => IsOpen && DueOn < today;

    /// <summary>Where it stands: waiting, upheld, rejected or withdrawn.</summary>
    public string State => WithdrawnAt is not null ? "withdrawn" : Upheld switch { null => "waiting", true => "upheld", _ => "rejected" };

    internal static string KeyOf(Guid person, string purpose) => $"{person:N}:{purpose}";
}

/// <summary>A use of the data that has stopped.</summary>
/// <param name="Purpose">One of <see cref="Objection.LawfulPurposes"/>.</param>
/// <param name="Since">First day.</param>
public sealed record StoppedUse(string Purpose, DateOnly Since);

internal sealed class ObjectionMapping : IEntityTypeConfiguration<Objection>
{
    public void Configure(EntityTypeBuilder<Objection> builder)
    {
        builder.ToTable("objections");
        builder.HasKey(o => o.Id);
        builder.HasIndex(o => o.PersonId);
        builder.HasIndex(o => o.OpenKey).IsUnique();
        builder.HasIndex(o => new { o.DueOn, o.Id });
        builder.Property(o => o.Purpose).HasMaxLength(40);
        builder.Property(o => o.Reason).HasMaxLength(FileObjection.MostWords);
        builder.Property(o => o.Evidence).HasMaxLength(300);
        builder.Property(o => o.Ground).HasMaxLength(300);
        builder.Property(o => o.Answer).HasMaxLength(FileObjection.MostWords);
        builder.Property(o => o.OpenKey).HasMaxLength(100);
        builder.Property(o => o.Version).IsConcurrencyToken();
        builder.Ignore(o => o.IsOpen);
        builder.Ignore(o => o.State);
    }
}
