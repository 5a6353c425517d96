using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Data;

namespace Spmis.Identity.Reads;

/// <summary>Somebody looked at a person's data: who, when, whose, on which page or by which call, and for which work. It is no change, so it has no history of its own.</summary>
public sealed class PersonRead : IKernelRow
{
    /// <summary>Order of insertion.</summary>
    public long Id { get; init; }

    /// <summary>When.</summary>
    public required DateTime At { get; init; }

    /// <summary>Who: user or client id.</summary>
    public required string ActorId { get; init; }

    /// <summary>Who, for people.</summary>
    public required string ActorName { get; init; }

    /// <summary>From which office.</summary>
    public string? Office { get; init; }

    /// <summary>Registration number of the person looked at.</summary>
    public required string Person { get; init; }

    /// <summary>The page or call, without its values: <c>persons/{number}</c>.</summary>
    public required string Place { get; init; }

    /// <summary>For which work: a module's, <c>audit</c>, or <c>report</c> (the person asked).</summary>
    public required string Purpose { get; init; }

    /// <summary>Access to the record was restricted on that day.</summary>
    public bool Restricted { get; init; }

    /// <summary>SHA-256 over all but the number, set when it is written, so that a look edited before its seal is found; null for looks from before there was one.</summary>
    public byte[]? Digest { get; init; }

    /// <summary>A look, with its digest.</summary>
    internal static PersonRead Of(DateTime at, Actor actor, string person, string place, string purpose, bool restricted)
    {
        // To the microsecond, as the coarsest provider (PostgreSQL) keeps it: the digest must be the same when it is read again.
        PersonRead Make(byte[]? digest) => new()
        {
            At = new DateTime(at.Ticks - (at.Ticks % TimeSpan.TicksPerMicrosecond), DateTimeKind.Utc), ActorId = actor.Id, ActorName = actor.Name, Office = actor.Office, Person = person, Place = place, Purpose = purpose,
            Restricted = restricted, Digest = digest,
        };
        return Make(ReadsRecord.DigestOf(Make(null)));
    }
}

internal sealed class PersonReadMapping : IEntityTypeConfiguration<PersonRead>
{
    public void Configure(EntityTypeBuilder<PersonRead> builder)
    {
        builder.ToTable("person_reads");
        builder.HasKey(r => r.Id);
        builder.Property(r => r.ActorId).HasMaxLength(100);
        builder.Property(r => r.Person).HasMaxLength(20);
        builder.Property(r => r.Place).HasMaxLength(150);
        builder.Property(r => r.Purpose).HasMaxLength(30);
        builder.Property(r => r.Digest).HasMaxLength(32);
        builder.HasIndex(r => new { r.Person, r.Id });
        builder.HasIndex(r => new { r.Restricted, r.Id });
        builder.HasIndex(r => new { r.ActorId, r.Id });
    }
}
