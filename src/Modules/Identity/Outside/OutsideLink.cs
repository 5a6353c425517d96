using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Spmis.Identity.Outside;

/// <summary>An account at an outside authority that opens an account here. The person linked the two, having shown both.</summary>
public sealed class OutsideLink
{
    internal const int LongestIssuer = 255;

    // OpenID Connect Core 1.0, 2: a subject has at most 255 ASCII characters.
    internal const int LongestSubject = 255;

    /// <summary>Key.</summary>
    public Guid Id { get; init; } = Guid.CreateVersion7();

    /// <summary>Whose account here.</summary>
    public required Guid UserId { get; init; }

    /// <summary>Which authority, as its tokens say it.</summary>
    public required string Issuer { get; init; }

    /// <summary>Who it is there, never given to anybody else there (<c>sub</c>).</summary>
    public required string Subject { get; init; }

    /// <summary>When it was linked.</summary>
    public required DateTime LinkedAt { get; init; }
}

internal sealed class OutsideLinkMapping : IEntityTypeConfiguration<OutsideLink>
{
    public void Configure(EntityTypeBuilder<OutsideLink> builder)
    {
        builder.ToTable("outside_links");
        builder.HasKey(l => l.Id);
        builder.Property(l => l.Id).ValueGeneratedNever();
        builder.Property(l => l.Issuer).HasMaxLength(OutsideLink.LongestIssuer);
        builder.Property(l => l.Subject).HasMaxLength(OutsideLink.LongestSubject);
        builder.HasIndex(l => new { l.Issuer, l.Subject }).IsUnique();
        builder.HasIndex(l => new { l.UserId, l.Issuer }).IsUnique();
    }
}
