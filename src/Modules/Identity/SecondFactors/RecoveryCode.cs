using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Spmis.Kernel.Access;
using Spmis.Kernel.History;

namespace Spmis.Identity.SecondFactors;

/// <summary>A code on paper for the day the telephone is lost; each works once.</summary>
public sealed class RecoveryCode
{
    internal const int Many = 10;

    /// <summary>Key.</summary>
    public Guid Id { get; init; } = Guid.CreateVersion7();

    /// <summary>Whose.</summary>
    public required Guid UserId { get; init; }

    /// <summary>SHA-256 over the user's id and the code: 24 letters, 118 bits, which nobody tries through, so a plain hash is enough (OWASP ASVS 5.0.0, 6.5.2).</summary>
    [NotInHistory]
    public required byte[] Hash { get; init; }

    /// <summary>When it was used; null while it works.</summary>
    public DateTime? UsedAt { get; set; }

    /// <summary>New codes, and what they look like on paper: <c>k7mq-x3fp-9twa-c4hd-8sne-w2ur</c>.</summary>
    internal static (List<RecoveryCode> Rows, List<string> Codes) New(Guid userId)
    {
        var codes = Enumerable.Range(0, Many).Select(_ => $"{PaperCode.New()}-{PaperCode.New()}").ToList();
        return ([.. codes.Select(c => new RecoveryCode { UserId = userId, Hash = HashOf(userId, c) })], codes);
    }

    /// <summary>The hash under which a typed code is looked for; blanks, hyphens and capitals make no difference.</summary>
    internal static byte[] HashOf(Guid userId, string code) => Convert.FromHexString(PaperCode.HashOf(userId.ToString("N"), code));
}

internal sealed class RecoveryCodeMapping : IEntityTypeConfiguration<RecoveryCode>
{
    public void Configure(EntityTypeBuilder<RecoveryCode> builder)
    {
        builder.ToTable("recovery_codes");
        builder.HasKey(c => c.Id);
        builder.Property(c => c.Id).ValueGeneratedNever();
        builder.Property(c => c.Hash).HasMaxLength(SHA256.HashSizeInBytes);
        builder.HasIndex(c => new { c.UserId, c.Hash }).IsUnique();
    }
}
