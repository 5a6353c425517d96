namespace Spmis.Contracts.Payments;

/// <summary>Payments reached an outcome. At most 1,000.</summary>
public sealed record PaymentsSettled
{
    /// <summary>The outcomes.</summary>
    public required IReadOnlyList<SettledPayment> Payments { get; init; }
}

/// <summary>The outcome of one instruction.</summary>
public sealed record SettledPayment
{
    /// <summary>The award paid.</summary>
    public required Guid AwardId { get; init; }

    /// <summary>The award's component; a share of it that another recipient received has its number behind a slash, <c>main/1</c>.</summary>
    public required string Component { get; init; }

    /// <summary>The month paid for, yyyyMM.</summary>
    public required int Month { get; init; }

    /// <summary>1 for the first try; a person's decision to pay again makes the next.</summary>
    public required int Attempt { get; init; }

    /// <summary>paid, rejected or returned.</summary>
    public required string Outcome { get; init; }

    /// <summary>What counts as paid for the month, minor units: what was sent and what was withheld.</summary>
    public required long AmountMinor { get; init; }

    /// <summary>Of this, what recoveries withheld; given back when the outcome is rejected or returned.</summary>
    public IReadOnlyList<RecoveredPart> Recovered { get; init; } = [];

    /// <summary>ISO 4217.</summary>
    public required string Currency { get; init; }

    /// <summary>The day of the outcome.</summary>
    public required DateOnly On { get; init; }

    /// <summary>A person decided so against what was told of this attempt before, such as that a payment reported rejected was paid after all.</summary>
    public bool Decided { get; init; }
}

/// <summary>What one recovery withheld of a payment.</summary>
public sealed record RecoveredPart
{
    /// <summary>The recovery, as RecoveriesDecided named it.</summary>
    public required Guid RecoveryId { get; init; }

    /// <summary>Minor units.</summary>
    public required long AmountMinor { get; init; }
}
