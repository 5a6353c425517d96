namespace Spmis.Contracts.Eligibility;

/// <summary>Awards were made or changed. At most 1,000; apply each by version.</summary>
public sealed record AwardsDecided
{
    /// <summary>The awards as they now stand.</summary>
    public required IReadOnlyList<AwardFacts> Awards { get; init; }
}

/// <summary>What Payments needs of an award.</summary>
public sealed record AwardFacts
{
    /// <summary>The award.</summary>
    public required Guid AwardId { get; init; }

    /// <summary>Award number with its check digits.</summary>
    public required string AwardNumber { get; init; }

    /// <summary>The scheme's id, as in its package.</summary>
    public required string Scheme { get; init; }

    /// <summary>ILO C102 branch: old-age, maternity, invalidity ...</summary>
    public required string Branch { get; init; }

    /// <summary>The person entitled.</summary>
    public required Guid BeneficiaryId { get; init; }

    /// <summary>The person to whom it is paid.</summary>
    public required Guid PayeeId { get; init; }

    /// <summary>Component of the award: main, supplement ...</summary>
    public required string Component { get; init; }

    /// <summary>Amount for a whole month, minor units.</summary>
    public required long MonthlyMinor { get; init; }

    /// <summary>ISO 4217.</summary>
    public required string Currency { get; init; }

    /// <summary>First month payable, yyyyMM.</summary>
    public required int FromMonth { get; init; }

    /// <summary>Last month payable, yyyyMM; null means until further notice.</summary>
    public int? ToMonth { get; init; }

    /// <summary>First month suspended, yyyyMM; null when it is not suspended.</summary>
    public int? SuspendedFromMonth { get; init; }

    /// <summary>Rises with every change of this award.</summary>
    public required long Version { get; init; }
}
