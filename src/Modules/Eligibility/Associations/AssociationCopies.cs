using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Spmis.Contracts.Registration;
using Spmis.Eligibility.Enrolments;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Data;
using Spmis.Kernel.Messages;

namespace Spmis.Eligibility.Associations;

/// <summary>What this module keeps of an association. Registration owns the truth.</summary>
public sealed class AssociationCopy
{
    /// <summary>Its id.</summary>
    public required Guid AssociationId { get; init; }

    /// <summary>Association number.</summary>
    public required string AssociationNumber { get; init; }

    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>Code of the office whose record it is.</summary>
    public string? Office { get; init; }

    /// <summary>Registration's version.</summary>
    public required long Version { get; init; }
}

/// <summary>A spell of membership, as Registration told it.</summary>
public sealed class AssociationMemberCopy
{
    /// <summary>The spell.</summary>
    public required Guid MembershipId { get; init; }

    /// <summary>The association.</summary>
    public required Guid AssociationId { get; init; }

    /// <summary>The member.</summary>
    public required Guid PersonId { get; init; }

    /// <summary>First day.</summary>
    public required DateOnly From { get; init; }

    /// <summary>Last day; null while it lasts.</summary>
    public DateOnly? Until { get; init; }

    /// <summary>Recorded by mistake: it covers nobody.</summary>
    public required bool Void { get; init; }

    /// <summary>Registration's version.</summary>
    public required long Version { get; init; }
}

internal sealed class AssociationCopyMapping : IEntityTypeConfiguration<AssociationCopy>, IEntityTypeConfiguration<AssociationMemberCopy>
{
    public void Configure(EntityTypeBuilder<AssociationCopy> builder)
    {
        builder.ToTable("associations");
        builder.HasKey(a => a.AssociationId);
        builder.HasIndex(a => a.AssociationNumber).IsUnique();
        builder.HasIndex(a => a.Office);
        builder.Property(a => a.Office).HasMaxLength(ModuleDb.OfficeCodeLength);
        builder.Property(a => a.AssociationNumber).HasMaxLength(40);
    }

    public void Configure(EntityTypeBuilder<AssociationMemberCopy> builder)
    {
        builder.ToTable("association_members");
        builder.HasKey(m => m.MembershipId);
        builder.HasIndex(m => m.PersonId);
        builder.HasIndex(m => new { m.AssociationId, m.MembershipId });
    }
}

/// <summary>Keeps the copy of associations, each by its version whatever the order of arrival.</summary>
public sealed class KeepAssociations(EligibilityDb db) : Consumer<EligibilityDb, AssociationsRecorded>
{
    /// <inheritdoc />
    public override async Task HandleAsync(AssociationsRecorded message, Change change, CancellationToken ct)
    {
        var told = message.Associations.GroupBy(a => a.AssociationId).ToDictionary(g => g.Key, g => g.MaxBy(a => a.Version) ?? g.First());
        var ids = told.Keys.ToList();
        var known = await db.Associations.AsNoTracking().Where(a => ids.Contains(a.AssociationId)).ToDictionaryAsync(a => a.AssociationId, a => a.Version, ct);
        var newer = told.Values.Where(a => !known.TryGetValue(a.AssociationId, out var version) || version < a.Version)
            .Select(a => new AssociationCopy { AssociationId = a.AssociationId, AssociationNumber = a.AssociationNumber, Name = a.Name, Office = a.Office, Version = a.Version }).ToList();
        var replaced = newer.Select(a => a.AssociationId).Where(known.ContainsKey).ToList();
        if (replaced.Count > 0)
        {
            await db.Associations.Where(a => replaced.Contains(a.AssociationId)).ExecuteDeleteAsync(ct);
        }

        await db.BulkInsertAsync(newer, ct);
    }
}

/// <summary>Keeps the copy of memberships in the same way, and the enrolments that follow from them.</summary>
public sealed class KeepAssociationMembers(EligibilityDb db, DeriveEnrolments enrolments) : Consumer<EligibilityDb, AssociationMembersRecorded>
{
    /// <inheritdoc />
    public override async Task HandleAsync(AssociationMembersRecorded message, Change change, CancellationToken ct)
    {
        var told = message.Members.GroupBy(m => m.MembershipId).ToDictionary(g => g.Key, g => g.MaxBy(m => m.Version) ?? g.First());
        var ids = told.Keys.ToList();
        var known = await db.AssociationMembers.AsNoTracking().Where(m => ids.Contains(m.MembershipId)).Select(m => new { m.MembershipId, m.PersonId, m.Version }).ToDictionaryAsync(m => m.MembershipId, ct);
        var newer = told.Values.Where(m => !known.TryGetValue(m.MembershipId, out var old) || old.Version < m.Version)
            .Select(m => new AssociationMemberCopy { MembershipId = m.MembershipId, AssociationId = m.AssociationId, PersonId = m.PersonId, From = m.From, Until = m.Until, Void = m.EndReason == "error", Version = m.Version }).ToList();
        var replaced = newer.Select(m => m.MembershipId).Where(known.ContainsKey).ToList();
        if (replaced.Count > 0)
        {
            await db.AssociationMembers.Where(m => replaced.Contains(m.MembershipId)).ExecuteDeleteAsync(ct);
        }

        await db.BulkInsertAsync(newer, ct);
        foreach (var persons in newer.Select(m => m.PersonId).Concat(replaced.Select(id => known[id].PersonId)).Distinct().Chunk(1_000))
        {
            await enrolments.HandleAsync(persons, null, change, ct);
        }
    }
}
