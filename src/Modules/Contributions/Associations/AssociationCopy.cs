using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Spmis.Contracts.Registration;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Data;
using Spmis.Kernel.Messages;

namespace Spmis.Contributions.Associations;

/// <summary>What this module keeps of an association. Registration owns the truth.</summary>
public sealed class AssociationCopy
{
    public required Guid AssociationId { get; init; }

    public required string AssociationNumber { get; init; }

    public required string Name { get; init; }

    public required string Kind { get; init; }

    /// <summary>Code of the office whose record it is.</summary>
    public string? Office { get; init; }

    public required long Version { get; init; }
}

/// <summary>A spell of membership, as Registration told it.</summary>
public sealed class AssociationMemberCopy
{
    public required Guid MembershipId { get; init; }

    public required Guid AssociationId { get; init; }

    public required Guid PersonId { get; init; }

    /// <summary>The member's number in the association.</summary>
    public string? MemberNumber { get; init; }

    public required DateOnly From { get; init; }

    public DateOnly? Until { get; init; }

    /// <summary>Recorded by mistake: nobody was a member by it.</summary>
    public required bool Void { get; init; }

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
        builder.Property(a => a.Kind).HasMaxLength(40);
    }

    public void Configure(EntityTypeBuilder<AssociationMemberCopy> builder)
    {
        builder.ToTable("association_members");
        builder.HasKey(m => m.MembershipId);
        builder.HasIndex(m => new { m.AssociationId, m.PersonId });
        builder.HasIndex(m => new { m.AssociationId, m.MemberNumber });
        builder.Property(m => m.MemberNumber).HasMaxLength(40);
    }
}

/// <summary>Keeps the copy of associations: each newer version replaces the older, whatever the order of arrival.</summary>
public sealed class KeepAssociations(ContributionsDb db) : Consumer<ContributionsDb, AssociationsRecorded>
{
    public override async Task HandleAsync(AssociationsRecorded message, Change change, CancellationToken ct)
    {
        var newest = message.Associations.GroupBy(a => a.AssociationId).ToDictionary(g => g.Key, g => g.MaxBy(a => a.Version) ?? g.First());
        var ids = newest.Keys.ToList();
        var known = await db.Set<AssociationCopy>().AsNoTracking().Where(a => ids.Contains(a.AssociationId)).ToDictionaryAsync(a => a.AssociationId, a => a.Version, ct);
        var rows = newest.Values.Where(a => !known.TryGetValue(a.AssociationId, out var version) || version < a.Version)
            .Select(a => new AssociationCopy { AssociationId = a.AssociationId, AssociationNumber = a.AssociationNumber, Name = a.Name, Kind = a.Kind, Office = a.Office, Version = a.Version }).ToList();
        var replaced = rows.Select(r => r.AssociationId).Where(known.ContainsKey).ToList();
        if (replaced.Count > 0)
        {
            await db.Set<AssociationCopy>().Where(a => replaced.Contains(a.AssociationId)).ExecuteDeleteAsync(ct);
        }

        await db.BulkInsertAsync(rows, ct);
    }
}

/// <summary>Keeps the copy of memberships, in the same way.</summary>
public sealed class KeepAssociationMembers(ContributionsDb db) : Consumer<ContributionsDb, AssociationMembersRecorded>
{
    public override async Task HandleAsync(AssociationMembersRecorded message, Change change, CancellationToken ct)
    {
        var newest = message.Members.GroupBy(m => m.MembershipId).ToDictionary(g => g.Key, g => g.MaxBy(m => m.Version) ?? g.First());
        var ids = newest.Keys.ToList();
        var known = await db.Set<AssociationMemberCopy>().AsNoTracking().Where(m => ids.Contains(m.MembershipId)).ToDictionaryAsync(m => m.MembershipId, m => m.Version, ct);
        var rows = newest.Values.Where(m => !known.TryGetValue(m.MembershipId, out var version) || version < m.Version)
            .Select(m => new AssociationMemberCopy { MembershipId = m.MembershipId, AssociationId = m.AssociationId, PersonId = m.PersonId, MemberNumber = m.MemberNumber, From = m.From, Until = m.Until, Void = m.EndReason == "error", Version = m.Version }).ToList();
        var replaced = rows.Select(r => r.MembershipId).Where(known.ContainsKey).ToList();
        if (replaced.Count > 0)
        {
            await db.Set<AssociationMemberCopy>().Where(m => replaced.Contains(m.MembershipId)).ExecuteDeleteAsync(ct);
        }

        await db.BulkInsertAsync(rows, ct);
    }
}
