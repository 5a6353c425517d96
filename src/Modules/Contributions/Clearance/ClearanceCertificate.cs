using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Spmis.Values;

namespace Spmis.Contributions.Clearance;

/// <summary>A certificate that an employer owed nothing overdue on its day. Whether it still holds is asked of the books whenever somebody verifies it.</summary>
public sealed class ClearanceCertificate
{
    public const string Series = "clearance";

    public required Guid Id { get; init; }

    /// <summary>8, eight digits of a running number, two check digits (ISO 7064 MOD 97-10).</summary>
    public required string Number { get; init; }

    /// <summary>What the verify address bears instead of the number, so that certificates of others cannot be looked through.</summary>
    public required string Code { get; init; }

    public required Guid EmployerId { get; init; }

    public required string EmployerNumber { get; init; }

    /// <summary>As printed.</summary>
    public required string EmployerName { get; init; }

    public required DateOnly IssuedOn { get; init; }

    public required DateTime IssuedAt { get; init; }

    public required string IssuedBy { get; init; }

    /// <summary>The last day it can be shown.</summary>
    public required DateOnly ValidThrough { get; init; }

    /// <summary>The agreement on instalments that was kept, if there was one.</summary>
    public string? AgreementNumber { get; init; }

    /// <summary>The day it was issued for; null once withdrawn: one a day that stands, by constraint.</summary>
    public DateOnly? StandsOn { get; set; }

    public DateTime? WithdrawnAt { get; set; }

    public string? WithdrawnBy { get; set; }

    public string? WithdrawnBecause { get; set; }

    internal static string NumberOf(long running) => CheckDigit.Append(string.Create(CultureInfo.InvariantCulture, $"8{running:D8}"));
}

internal sealed class ClearanceMapping : IEntityTypeConfiguration<ClearanceCertificate>
{
    public void Configure(EntityTypeBuilder<ClearanceCertificate> builder)
    {
        builder.ToTable("clearance_certificates");
        builder.HasKey(c => c.Id);
        builder.HasIndex(c => c.Number).IsUnique();
        builder.HasIndex(c => c.Code).IsUnique();
        builder.HasIndex(c => new { c.EmployerId, c.StandsOn }).IsUnique();
        builder.HasIndex(c => new { c.EmployerNumber, c.IssuedAt });
        builder.Property(c => c.Number).HasMaxLength(20);
        builder.Property(c => c.Code).HasMaxLength(40);
        builder.Property(c => c.EmployerNumber).HasMaxLength(40);
        builder.Property(c => c.EmployerName).HasMaxLength(400);
        builder.Property(c => c.IssuedBy).HasMaxLength(200);
        builder.Property(c => c.AgreementNumber).HasMaxLength(20);
        builder.Property(c => c.WithdrawnBy).HasMaxLength(200);
        builder.Property(c => c.WithdrawnBecause).HasMaxLength(1000);
    }
}
