using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Spmis.Identity.Delegations;

/// <summary>Roles that one person lends to another from day to day. The other holds them in the own scope, never in a wider one.</summary>
public sealed class Delegation
{
    /// <summary>Key.</summary>
    public Guid Id { get; init; } = Guid.CreateVersion7();

    /// <summary>Whose roles they are.</summary>
    public required Guid GiverId { get; init; }

    /// <summary>For pages and the record.</summary>
    public required string GiverName { get; init; }

    /// <summary>Who holds them meanwhile.</summary>
    public required Guid HolderId { get; init; }

    /// <summary>For pages and the record.</summary>
    public required string HolderName { get; init; }

    /// <summary>Role names, with blanks between.</summary>
    public required string Roles { get; init; }

    /// <summary>First day.</summary>
    public required DateOnly FromDay { get; init; }

    /// <summary>Last day.</summary>
    public required DateOnly ToDay { get; init; }

    /// <summary>Why: leave, illness, training.</summary>
    public required string Reason { get; init; }

    /// <summary>When it was given.</summary>
    public required DateTime GivenAt { get; init; }

    /// <summary>Who approved it, where the setting asks for a second person.</summary>
    public string? ApprovedBy { get; init; }

    /// <summary>When it was ended before its last day.</summary>
    public DateTime? EndedAt { get; set; }

    /// <summary>Who ended it.</summary>
    public string? EndedBy { get; set; }

    /// <summary>Concurrency token.</summary>
    public int Version { get; set; }

    internal IReadOnlyList<string> RoleList => Roles.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}

internal sealed class DelegationMapping : IEntityTypeConfiguration<Delegation>
{
    public void Configure(EntityTypeBuilder<Delegation> builder)
    {
        builder.ToTable("delegations");
        builder.HasKey(d => d.Id);
        builder.Property(d => d.Id).ValueGeneratedNever();
        builder.HasIndex(d => new { d.HolderId, d.ToDay });
        builder.HasIndex(d => new { d.GiverId, d.ToDay });
        builder.Property(d => d.Reason).HasMaxLength(400);
        builder.Property(d => d.Version).IsConcurrencyToken();
        builder.Ignore(d => d.RoleList);
    }
}
