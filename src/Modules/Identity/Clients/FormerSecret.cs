using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Spmis.Kernel.History;

namespace Spmis.Identity.Clients;

/// <summary>The secret a program had before its present one, which still opens for some days so that its configuration can be changed at leisure. One for each program: a second renewal ends the first.</summary>
public sealed class FormerSecret
{
    /// <summary>The program.</summary>
    public required string ClientId { get; init; }

    /// <summary>As OpenIddict hashed it.</summary>
    [NotInHistory]
    public required string Hash { get; set; }

    /// <summary>Until then it opens.</summary>
    public required DateTime ValidUntil { get; set; }
}

internal sealed class FormerSecretMapping : IEntityTypeConfiguration<FormerSecret>
{
    public void Configure(EntityTypeBuilder<FormerSecret> builder)
    {
        builder.ToTable("former_secrets");
        builder.HasKey(s => s.ClientId);
        builder.Property(s => s.ClientId).HasMaxLength(100);
        builder.Property(s => s.Hash).HasMaxLength(400);
    }
}
