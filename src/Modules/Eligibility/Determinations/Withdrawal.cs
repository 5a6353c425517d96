using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Spmis.Eligibility.Determinations;

/// <summary>A wrong decision was withdrawn. The decision itself stays as it was made.</summary>
public sealed class Withdrawal
{
    /// <summary>The decision withdrawn, once.</summary>
    public required Guid DeterminationId { get; init; }

    /// <summary>When.</summary>
    public required DateTime WithdrawnAt { get; init; }

    /// <summary>Who approved it.</summary>
    public required string ApprovedBy { get; init; }

    /// <summary>Why, in words the person will understand.</summary>
    public required string Because { get; init; }

    /// <summary>The award that followed it, ended by it; null when there was none.</summary>
    public Guid? AwardId { get; init; }
}

internal sealed class WithdrawalMapping : IEntityTypeConfiguration<Withdrawal>
{
    public void Configure(EntityTypeBuilder<Withdrawal> builder)
    {
        builder.ToTable("determination_withdrawals");
        builder.HasKey(w => w.DeterminationId);
        builder.Property(w => w.Because).HasMaxLength(1000);
        builder.HasOne<Determination>().WithOne().HasForeignKey<Withdrawal>(w => w.DeterminationId).OnDelete(DeleteBehavior.Restrict);
    }
}
