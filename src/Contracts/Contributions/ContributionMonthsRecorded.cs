namespace Spmis.Contracts.Contributions;

/// <summary>Months of contribution changed: one row per person, scheme and year, as it now stands. At most 1,000; apply each by version.</summary>
public sealed record ContributionMonthsRecorded
{
    /// <summary>The rows.</summary>
    public required IReadOnlyList<ContributionYear> Years { get; init; }
}

/// <summary>Twelve months of one person in one scheme.</summary>
public sealed record ContributionYear
{
    /// <summary>The person.</summary>
    public required Guid PersonId { get; init; }

    /// <summary>The scheme's id, as in its package.</summary>
    public required string Scheme { get; init; }

    /// <summary>The calendar year.</summary>
    public required int Year { get; init; }

    /// <summary>Currency of <see cref="BaseMinor"/>.</summary>
    public required string Currency { get; init; }

    /// <summary>Insurable earnings by month, January first, in minor units; always twelve.</summary>
    public required IReadOnlyList<long> BaseMinor { get; init; }

    /// <summary>Bit 0 = January: the month counts as insured.</summary>
    public required int InsuredMonths { get; init; }

    /// <summary>Rises with every change of this row.</summary>
    public required long Version { get; init; }
}
