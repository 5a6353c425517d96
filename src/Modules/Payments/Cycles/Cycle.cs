using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Spmis.Values;

namespace Spmis.Payments.Cycles;

/// <summary>A month to be paid, for one scheme or all.</summary>
public sealed class Cycle
{
    /// <summary>In <see cref="Scheme"/>: every scheme.</summary>
    public const string AllSchemes = "all";

    public required Guid Id { get; init; }

    public required string Scheme { get; init; }

    public required Month Month { get; init; }

    /// <summary>The day on which the payees shall have the money.</summary>
    public required DateOnly ValueDate { get; init; }

    public required DateTime OpenedAt { get; init; }

    public required string OpenedBy { get; init; }

    /// <summary>Whether an award of this scheme is paid in it.</summary>
    public bool Covers(string scheme) => Scheme == AllSchemes || Scheme == scheme;
}

internal sealed class CycleMapping : IEntityTypeConfiguration<Cycle>
{
    public void Configure(EntityTypeBuilder<Cycle> builder)
    {
        builder.ToTable("cycles");
        builder.HasKey(c => c.Id);
        builder.HasIndex(c => new { c.Scheme, c.Month }).IsUnique();
        builder.HasIndex(c => new { c.Month, c.Id });
    }
}
