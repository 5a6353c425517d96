using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Spmis.Contracts.Registration;

namespace Spmis.Registration.Associations;

/// <summary>A member's place in an association.</summary>
public enum AssociationRole
{
    /// <summary>A member.</summary>
    Member,

    /// <summary>A member who leads it: chair, secretary, treasurer.</summary>
    Leader,
}

/// <summary>Why a membership ended.</summary>
public enum MemberEnd
{
    /// <summary>The member left or was excluded.</summary>
    Left,

    /// <summary>The member died.</summary>
    Died,

    /// <summary>A census did not name the member.</summary>
    Census,

    /// <summary>Two records of one person were both members; the merged record's spell ended.</summary>
    Merge,

    /// <summary>It should never have been recorded.</summary>
    Error,

    /// <summary>The association was closed.</summary>
    Closed,
}

/// <summary>A spell of membership: one that is open for a person in an association, by constraint.</summary>
public sealed class AssociationMember
{
    /// <summary>The words of files and APIs.</summary>
    public static IReadOnlyDictionary<string, AssociationRole> Roles { get; } = Enum.GetValues<AssociationRole>().ToDictionary(r => r.ToString().ToLowerInvariant());

    /// <summary>The reasons an officer may give; the others are given by what ends it.</summary>
    public static IReadOnlyDictionary<string, MemberEnd> Ends { get; } = new[] { MemberEnd.Left, MemberEnd.Died, MemberEnd.Error }.ToDictionary(r => r.ToString().ToLowerInvariant());

    /// <summary>Never shown to people.</summary>
    public required Guid Id { get; init; }

    /// <summary>The association.</summary>
    public required Guid AssociationId { get; init; }

    /// <summary>The member; follows merges.</summary>
    public required Guid PersonId { get; set; }

    /// <summary>The member while the spell is open, else null: what the constraint of one open spell looks at.</summary>
    public Guid? OpenPersonId { get; set; }

    /// <summary>The member's number in the association.</summary>
    public string? MemberNumber { get; set; }

    /// <summary>The member's place.</summary>
    public required AssociationRole Role { get; set; }

    /// <summary>First day.</summary>
    public required DateOnly From { get; init; }

    /// <summary>Last day; null while it lasts.</summary>
    public DateOnly? Until { get; set; }

    /// <summary>Why it ended.</summary>
    public MemberEnd? EndReason { get; set; }

    /// <summary>It stands; a spell recorded by mistake covers no day.</summary>
    public bool Covers => EndReason != MemberEnd.Error;

    /// <summary>Rises with every change; also the concurrency token.</summary>
    public long Version { get; set; }

    /// <summary>A spell that begins; of many at once, members are listed in the order of <paramref name="at"/>.</summary>
    internal static AssociationMember Begin(Guid association, Guid person, string? number, AssociationRole? role, DateOnly from, DateTime? at = null) => new()
    {
        Id = at is { } moment ? Guid.CreateVersion7(moment) : Guid.CreateVersion7(), AssociationId = association, PersonId = person, OpenPersonId = person, MemberNumber = string.IsNullOrWhiteSpace(number) ? null : number.Trim(), Role = role ?? AssociationRole.Member, From = from, Version = 1,
    };

    /// <summary>Ends the spell; never before its first day.</summary>
    internal void End(DateOnly until, MemberEnd reason) => (Until, EndReason, OpenPersonId, Version) = (until < From ? From : until, reason, null, Version + 1);

    /// <summary>Opens an ended spell again.</summary>
    internal void Reopen() => (Until, EndReason, OpenPersonId, Version) = (null, null, PersonId, Version + 1);

    /// <summary>Puts the spell to another record of the same person.</summary>
    internal void GoOverTo(Guid person) => (PersonId, OpenPersonId, Version) = (person, OpenPersonId is null ? null : person, Version + 1);

    /// <summary>What other modules may know.</summary>
    internal AssociationMemberFacts ToFacts() => new()
    {
        MembershipId = Id, AssociationId = AssociationId, PersonId = PersonId, MemberNumber = MemberNumber, Role = Role.ToString().ToLowerInvariant(), From = From, Until = Until,
        EndReason = EndReason?.ToString().ToLowerInvariant(), Version = Version,
    };
}

internal sealed class AssociationMemberMapping : IEntityTypeConfiguration<AssociationMember>
{
    public void Configure(EntityTypeBuilder<AssociationMember> builder)
    {
        builder.ToTable("association_members");
        builder.HasKey(m => m.Id);
        builder.HasIndex(m => new { m.AssociationId, m.OpenPersonId }).IsUnique();
        builder.HasIndex(m => m.PersonId);
        builder.HasIndex(m => new { m.AssociationId, m.Until });
        builder.Property(m => m.MemberNumber).HasMaxLength(40);
        builder.Property(m => m.Version).IsConcurrencyToken();
        builder.Ignore(m => m.Covers);
    }
}
