using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Spmis.Contributions.Profiles;

/// <summary>Who a member number of another scheme is: learned when the register first said so, so that next month's file needs no question.</summary>
public sealed class MemberNumber
{
    /// <summary>Whose numbers these are, <see cref="Profile.Issuer"/>.</summary>
    public required string Issuer { get; init; }

    public required string Number { get; init; }

    /// <summary>The person, as matched then; merges do not change it.</summary>
    public required Guid PersonId { get; init; }
}

/// <summary>What an employer is called at whoever made a layout: learned from the first file, or set by an officer.</summary>
public sealed class EmployerReference
{
    public required string Issuer { get; init; }

    public required string Reference { get; init; }

    public required Guid EmployerId { get; init; }

    public required DateTime SetAt { get; init; }

    public required string SetBy { get; init; }
}

internal sealed class KnownNumbersMapping : IEntityTypeConfiguration<MemberNumber>, IEntityTypeConfiguration<EmployerReference>
{
    public void Configure(EntityTypeBuilder<MemberNumber> builder)
    {
        builder.ToTable("member_numbers");
        builder.HasKey(m => new { m.Issuer, m.Number });
        builder.Property(m => m.Issuer).HasMaxLength(60);
        builder.Property(m => m.Number).HasMaxLength(40);
    }

    public void Configure(EntityTypeBuilder<EmployerReference> builder)
    {
        builder.ToTable("employer_references");
        builder.HasKey(r => new { r.Issuer, r.Reference });
        builder.HasIndex(r => new { r.EmployerId, r.Issuer });
        builder.Property(r => r.Issuer).HasMaxLength(60);
        builder.Property(r => r.Reference).HasMaxLength(40);
    }
}
