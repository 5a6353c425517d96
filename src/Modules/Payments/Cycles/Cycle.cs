using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Spmis.Values;

namespace Spmis.Payments.Cycles;

/// <summary>What a cycle covers.</summary>
public enum CycleKind
{
    /// <summary>One month, and whatever is due of months before.</summary>
    Monthly,

    /// <summary>Two months together, and whatever is due of months before.</summary>
    TwoMonthly,

    /// <summary>The months of a season together, and whatever is due of months before.</summary>
    Seasonal,

    /// <summary>Its own months and no other: paid once, beside the usual cycles.</summary>
    OneOff,
}

/// <summary>Months to be paid together, for one scheme or all.</summary>
public sealed class Cycle
{
    /// <summary>In <see cref="Scheme"/>: every scheme.</summary>
    public const string AllSchemes = "all";

    /// <summary>The first year that is paid for.</summary>
    public const int FirstYear = 1901;

    /// <summary>The last one: a year before the last month there is, since months around it are reckoned with.</summary>
    public const int LastYear = 2998;

    public required Guid Id { get; init; }

    public required string Scheme { get; init; }

    /// <summary>The last month it covers.</summary>
    public required Month Month { get; init; }

    public CycleKind Kind { get; init; }

    /// <summary>The first month it covers; null for a single month.</summary>
    public Month? FromMonth { get; init; }

    /// <summary>The day on which the payees shall have the money.</summary>
    public required DateOnly ValueDate { get; init; }

    /// <summary>Which of several one-off cycles of a scheme and month: for an emergency the value date of its lists, else empty.</summary>
    public string Part { get; init; } = "";

    public required DateTime OpenedAt { get; init; }

    public required string OpenedBy { get; init; }

    /// <summary>The earliest month it pays: a one-off pays no other month's arrears.</summary>
    public Month? Earliest => Kind == CycleKind.OneOff ? FromMonth ?? Month : null;

    /// <summary>Whether an award of this scheme is paid in it.</summary>
    public bool Covers(string scheme) => Scheme == AllSchemes || Scheme == scheme;
}

internal sealed class CycleMapping : IEntityTypeConfiguration<Cycle>
{
    public void Configure(EntityTypeBuilder<Cycle> builder)
    {
        builder.ToTable("cycles");
        builder.HasKey(c => c.Id);
        builder.HasIndex(c => new { c.Scheme, c.Month, c.Kind, c.Part }).IsUnique();
        builder.HasIndex(c => new { c.Month, c.Id });
        builder.Property(c => c.Part).HasMaxLength(20);
    }
}
