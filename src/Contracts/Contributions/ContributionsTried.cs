namespace Spmis.Contracts.Contributions;

/// <summary>A package was reckoned over what was assessed, beside today's rules: sums only, no persons.</summary>
public sealed record ContributionsTried
{
    /// <summary>Of <see cref="Eligibility.TryContributions"/>.</summary>
    public required long WhatIfId { get; init; }

    /// <summary>Persons reckoned.</summary>
    public required int Cases { get; init; }

    /// <summary>The sums.</summary>
    public required IReadOnlyList<TriedSum> Sums { get; init; }
}

/// <summary>One row of a breakdown.</summary>
public sealed record TriedSum
{
    /// <summary>total, month, sex, age, area or size.</summary>
    public required string Breakdown { get; init; }

    /// <summary>Which of it, such as 2026-03 or F; a dash when not known.</summary>
    public required string Key { get; init; }

    /// <summary>Liable by today's rules.</summary>
    public required long Before { get; init; }

    /// <summary>Liable by the package tried.</summary>
    public required long After { get; init; }

    /// <summary>Liable by the package tried only.</summary>
    public required long Gained { get; init; }

    /// <summary>Liable by today's rules only.</summary>
    public required long Lost { get; init; }

    /// <summary>Liable by both, with another amount.</summary>
    public required long Changed { get; init; }

    /// <summary>Of whom today's rules cannot tell.</summary>
    public required long UnknownBefore { get; init; }

    /// <summary>Of whom the package tried cannot tell.</summary>
    public required long UnknownAfter { get; init; }

    /// <summary>Contributions by today's rules, minor units.</summary>
    public required long BeforeMinor { get; init; }

    /// <summary>Contributions by the package tried, minor units.</summary>
    public required long AfterMinor { get; init; }

    /// <summary>Sum of the differences of those liable by both, minor units.</summary>
    public required long ChangedMinor { get; init; }
}
