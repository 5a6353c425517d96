namespace Spmis.Contracts.Eligibility;

/// <summary>Asks Contributions to reckon a package, approved or not, over what was assessed beside today's rules. Answered by <see cref="Contributions.ContributionsTried"/>; nothing is assessed by it.</summary>
public sealed record TryContributions
{
    /// <summary>Correlates the answer: Eligibility's what-if.</summary>
    public required long WhatIfId { get; init; }

    /// <summary>The scheme's id, as in its package.</summary>
    public required string Scheme { get; init; }

    /// <summary>SHA-256 over the package's content, hexadecimal.</summary>
    public required string Hash { get; init; }

    /// <summary>The package's files: relative path and text.</summary>
    public required IReadOnlyDictionary<string, string> Files { get; init; }

    /// <summary>First month, as 202601.</summary>
    public required int FromMonth { get; init; }

    /// <summary>How many months.</summary>
    public required int Months { get; init; }
}
