using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Spmis.Kernel.History;

namespace Spmis.Identity.Sessions;

/// <summary>One sign-in on one device, until it is ended.</summary>
public sealed class Session
{
    /// <summary>Key; travels in the cookie.</summary>
    public Guid Id { get; init; } = Guid.CreateVersion7();

    /// <summary>Whose.</summary>
    public required Guid UserId { get; init; }

    /// <summary>Browser and system, as the browser says: "Firefox, Windows".</summary>
    public required string Device { get; init; }

    /// <summary>From which address.</summary>
    public string? Address { get; init; }

    /// <summary>Begun at the outside authority, which may keep a sign-in of its own.</summary>
    public bool IsOutside { get; init; }

    /// <summary>The user's security stamp for which it holds: a new one (other password, closed account) ends it.</summary>
    [NotInHistory]
    public required string Stamp { get; set; }

    /// <summary>When it began.</summary>
    public required DateTime CreatedAt { get; init; }

    /// <summary>The last request, to a few minutes.</summary>
    public required DateTime SeenAt { get; set; }

    /// <summary>When it was ended by somebody; null when it goes on or has run out by itself.</summary>
    public DateTime? EndedAt { get; set; }
}

internal sealed class SessionMapping : IEntityTypeConfiguration<Session>
{
    public void Configure(EntityTypeBuilder<Session> builder)
    {
        builder.ToTable("sessions");
        builder.HasKey(s => s.Id);
        builder.Property(s => s.Id).ValueGeneratedNever();
        builder.Property(s => s.Stamp).HasMaxLength(60);
        builder.Property(s => s.Device).HasMaxLength(60);
        builder.Property(s => s.Address).HasMaxLength(60);
        builder.HasIndex(s => new { s.UserId, s.SeenAt });
    }
}
