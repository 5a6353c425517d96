using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Spmis.Identity.Accounts;

/// <summary>A person who was told dead or merged into another, kept so that a code that arrives afterwards opens nothing.</summary>
public sealed class GonePerson
{
    /// <summary>Registration number.</summary>
    public required string Number { get; init; }

    /// <summary>The version of the person that said so last.</summary>
    public required long Version { get; set; }

    /// <summary>False again once the register has taken it back.</summary>
    public required bool Gone { get; set; }
}

internal sealed class GonePersonMapping : IEntityTypeConfiguration<GonePerson>
{
    public void Configure(EntityTypeBuilder<GonePerson> builder)
    {
        builder.ToTable("gone_persons");
        builder.HasKey(g => g.Number);
        builder.Property(g => g.Number).HasMaxLength(20);
    }
}
