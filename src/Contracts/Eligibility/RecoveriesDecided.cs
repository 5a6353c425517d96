namespace Spmis.Contracts.Eligibility;

/// <summary>How overpayments are to be recovered was decided or changed. At most 1,000; apply each by version. Eligibility owns the debt; Payments withholds as told and tells it by PaymentsSettled.</summary>
public sealed record RecoveriesDecided
{
    /// <summary>The recoveries as they now stand.</summary>
    public required IReadOnlyList<RecoveryFacts> Recoveries { get; init; }
}

/// <summary>What Payments needs of a recovery.</summary>
public sealed record RecoveryFacts
{
    /// <summary>The recovery.</summary>
    public required Guid RecoveryId { get; init; }

    /// <summary>The award from whose payments it is withheld, with its check digits.</summary>
    public required string AwardNumber { get; init; }

    /// <summary>The scheme that gets it back.</summary>
    public required string Scheme { get; init; }

    /// <summary>The debt's number, for people.</summary>
    public required string Reference { get; init; }

    /// <summary>ISO 4217.</summary>
    public required string Currency { get; init; }

    /// <summary>A fixed amount a month, minor units; null when it is a share.</summary>
    public long? MonthlyMinor { get; init; }

    /// <summary>A share of the month's gross in hundredths of a percent; null when it is an amount.</summary>
    public int? RateBasisPoints { get; init; }

    /// <summary>The whole debt, minor units: never more is withheld.</summary>
    public required long CeilingMinor { get; init; }

    /// <summary>So much of a month must be left to the person, minor units.</summary>
    public required long FloorMinor { get; init; }

    /// <summary>1 comes first, court orders included.</summary>
    public required int Priority { get; init; }

    /// <summary>First month withheld from, yyyyMM.</summary>
    public required int FromMonth { get; init; }

    /// <summary>Last month withheld from, yyyyMM; null until the ceiling.</summary>
    public int? ToMonth { get; init; }

    /// <summary>Nothing is withheld any more: paid back otherwise, or waived.</summary>
    public bool Ended { get; init; }

    /// <summary>Rises with every change of this recovery.</summary>
    public required long Version { get; init; }
}
