using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Spmis.Registration.Restrictions;

/// <summary>Why not everybody may see the record.</summary>
public enum RestrictionKind
{
    /// <summary>Somebody must not find the person: a hidden address, a witness.</summary>
    ProtectedPerson,

    /// <summary>Works for the institution, or is kin of somebody who does.</summary>
    Staff,

    /// <summary>Known to the public, so that many would be curious.</summary>
    PublicInterest,

    /// <summary>Another ground, said in the reason.</summary>
    Other,
}

/// <summary>
/// Access to a person's record is kept to who may see restricted records, from a day until a day. It stays with the record it was put on: a merge restricts all records that are one person now,
/// and its undoing leaves each with its own. A death does not end it.
/// </summary>
public sealed class Restriction
{
    /// <summary>Names it in the history.</summary>
    public required Guid Id { get; init; }

    /// <summary>The record it was put on.</summary>
    public required Guid PersonId { get; init; }

    /// <summary>Why, as a word.</summary>
    public required RestrictionKind Kind { get; init; }

    /// <summary>Why, in words.</summary>
    public required string Reason { get; init; }

    /// <summary>First day.</summary>
    public required DateOnly From { get; init; }

    /// <summary>Last day; null while no end is known.</summary>
    public DateOnly? Until { get; init; }

    /// <summary>When it was approved.</summary>
    public required DateTime PlacedAt { get; init; }

    /// <summary>Who approved it.</summary>
    public required string PlacedBy { get; init; }

    /// <summary>When it was lifted, or found to have ended by its date.</summary>
    public DateTime? LiftedAt { get; set; }

    /// <summary>Who approved that.</summary>
    public string? LiftedBy { get; set; }

    /// <summary>Why.</summary>
    public string? LiftReason { get; set; }

    /// <summary>The person while it is open, null afterwards: one is open for a record, by constraint.</summary>
    public string? OpenKey { get; set; }

    /// <summary>Concurrency token.</summary>
    public int Version { get; set; }

    /// <summary>Whether it stands on a day: neither lifted, nor ahead, nor ended.</summary>
    public bool StandsOn(DateOnly day) => LiftedAt is null && From <= day && (Until is null || Until >= day);

    internal static string KeyOf(Guid person) => $"{person:N}";

    internal void Lift(DateTime at, string by, string? why) => (LiftedAt, LiftedBy, LiftReason, OpenKey, Version) = (at, by, why, null, Version + 1);
}

internal sealed class RestrictionMapping : IEntityTypeConfiguration<Restriction>
{
    public void Configure(EntityTypeBuilder<Restriction> builder)
    {
        builder.ToTable("restrictions");
        builder.HasKey(r => r.Id);
        builder.HasIndex(r => r.PersonId);
        builder.HasIndex(r => r.OpenKey).IsUnique();
        builder.Property(r => r.Kind).HasMaxLength(30);
        builder.Property(r => r.Reason).HasMaxLength(RestrictPerson.MostWords);
        builder.Property(r => r.LiftReason).HasMaxLength(2000);
        builder.Property(r => r.PlacedBy).HasMaxLength(1000);
        builder.Property(r => r.LiftedBy).HasMaxLength(1000);
        builder.Property(r => r.OpenKey).HasMaxLength(40);
        builder.Property(r => r.Version).IsConcurrencyToken();
    }
}
