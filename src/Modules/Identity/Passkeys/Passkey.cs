using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Spmis.Kernel.Data;
using Spmis.Kernel.History;

namespace Spmis.Identity.Passkeys;

/// <summary>A key pair of a person's telephone, computer or security key (WebAuthn level 3); the private half never leaves it.</summary>
public sealed class Passkey
{
    internal const int LongestName = 60;

    /// <summary>Key.</summary>
    public Guid Id { get; init; } = Guid.CreateVersion7();

    /// <summary>Whose.</summary>
    public required Guid UserId { get; init; }

    /// <summary>What its owner calls it.</summary>
    public required string Name { get; init; }

    /// <summary>Under which name the device knows it; of one account only.</summary>
    public required byte[] CredentialId { get; init; }

    /// <summary>The public half (COSE).</summary>
    [NotInHistory]
    public required byte[] PublicKey { get; init; }

    /// <summary>The device's count of signatures when it last signed; devices that share a key among themselves leave it at 0.</summary>
    [NotInHistory]
    public long SignCount { get; set; }

    /// <summary>How the device is reached (usb, nfc, internal, hybrid), separated by blanks.</summary>
    [NotInHistory]
    public string Transports { get; init; } = "";

    /// <summary>May be copied to other devices of its owner.</summary>
    public bool IsBackupEligible { get; init; }

    /// <summary>Has been copied.</summary>
    [NotInHistory]
    public bool IsBackedUp { get; set; }

    /// <summary>When it was registered.</summary>
    public required DateTime CreatedAt { get; init; }

    /// <summary>When it was last used; null while it was not.</summary>
    [NotInHistory]
    public DateTime? UsedAt { get; set; }

    /// <summary>As ASP.NET Core Identity reads it. What the device said of itself at registration is not kept: nothing here depends on its make.</summary>
    internal UserPasskeyInfo Info => new(
        CredentialId, PublicKey, new DateTimeOffset(CreatedAt, TimeSpan.Zero), (uint)SignCount, Transports.Split(' ', StringSplitOptions.RemoveEmptyEntries),
        isUserVerified: true, IsBackupEligible, IsBackedUp, [], []);
}

/// <summary>A question that was answered: no answer counts twice.</summary>
public sealed class TakenChallenge : IKernelRow
{
    /// <summary>The question's own id.</summary>
    public required Guid Id { get; init; }

    /// <summary>After this the question is too old anyway.</summary>
    public required DateTime ExpiresAt { get; init; }
}

internal sealed class PasskeyMapping : IEntityTypeConfiguration<Passkey>, IEntityTypeConfiguration<TakenChallenge>
{
    // WebAuthn level 3, 4 (credential id): at most 1023 bytes.
    private const int LongestId = 1023;

    public void Configure(EntityTypeBuilder<Passkey> builder)
    {
        builder.ToTable("passkeys");
        builder.HasKey(p => p.Id);
        builder.Property(p => p.Id).ValueGeneratedNever();
        builder.Property(p => p.Name).HasMaxLength(Passkey.LongestName);
        builder.Property(p => p.CredentialId).HasMaxLength(LongestId);
        builder.Property(p => p.PublicKey).HasMaxLength(2000);
        builder.Property(p => p.Transports).HasMaxLength(100);
        builder.HasIndex(p => p.CredentialId).IsUnique();
        builder.HasIndex(p => p.UserId);
        builder.Ignore(p => p.Info);
    }

    public void Configure(EntityTypeBuilder<TakenChallenge> builder)
    {
        builder.ToTable("taken_challenges");
        builder.HasKey(c => c.Id);
        builder.Property(c => c.Id).ValueGeneratedNever();
        builder.HasIndex(c => c.ExpiresAt);
    }
}
