using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Spmis.Identity.Clients;

/// <summary>A program that calls the API, in its own name or for a person who signs in. What it may do is here; its secret, hashed, is OpenIddict's.</summary>
public sealed class ApiClient
{
    /// <summary>Key.</summary>
    public Guid Id { get; init; } = Guid.CreateVersion7();

    /// <summary>What the program sends as <c>client_id</c>.</summary>
    public required string ClientId { get; init; }

    /// <summary>For people and for the record.</summary>
    public required string Name { get; init; }

    /// <summary>Role names, separated by blanks.</summary>
    public required string Roles { get; init; }

    /// <summary>Scopes, separated by blanks; see <see cref="Tokens.ApiScopes"/>.</summary>
    public required string Scopes { get; init; }

    /// <summary>Code of the office whose records, and those of offices below, it sees; null for the nation.</summary>
    public string? Office { get; init; }

    /// <summary>The only employer it sees, for the role employer.</summary>
    public string? Employer { get; init; }

    /// <summary>The only agency it sees, for the role agency.</summary>
    public string? Agency { get; init; }

    /// <summary>Where people are sent back to, separated by blanks, when the program acts for those who sign in; null when it acts in its own name.</summary>
    public string? RedirectUris { get; init; }

    /// <summary>Who registered it and so knows its secret: what it prepares, that person may not approve.</summary>
    public Guid? RegisteredById { get; init; }

    /// <summary>When it was registered.</summary>
    public required DateTime CreatedAt { get; init; }

    /// <summary>Who renewed its secret last and so knows it, as <see cref="RegisteredById"/> knows or knew it.</summary>
    public Guid? RenewedById { get; set; }

    /// <summary>Since when it has its present secret; null while it has the one it was registered with.</summary>
    public DateTime? SecretSince { get; set; }

    /// <summary>When it was closed; null while it is open.</summary>
    public DateTime? ClosedAt { get; set; }

    internal IReadOnlyList<string> RoleList => Roles.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    internal IReadOnlyList<string> ScopeList => Scopes.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}

internal sealed class ApiClientMapping : IEntityTypeConfiguration<ApiClient>
{
    public void Configure(EntityTypeBuilder<ApiClient> builder)
    {
        builder.ToTable("clients");
        builder.HasKey(c => c.Id);
        builder.Property(c => c.Id).ValueGeneratedNever();
        builder.HasIndex(c => c.ClientId).IsUnique();
        builder.HasIndex(c => c.RegisteredById);
        builder.HasIndex(c => c.RenewedById);
        builder.Property(c => c.Office).HasMaxLength(Kernel.Data.ModuleDb.OfficeCodeLength);
        builder.Property(c => c.RedirectUris).HasMaxLength(1000);
        builder.Property(c => c.ClientId).HasMaxLength(100);
        builder.Ignore(c => c.RoleList).Ignore(c => c.ScopeList);
    }
}
