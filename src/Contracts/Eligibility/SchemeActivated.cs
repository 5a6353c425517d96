namespace Spmis.Contracts.Eligibility;

/// <summary>A scheme package was approved and is in force from a date. Carries the package, so that every module computes with the very same text.</summary>
public sealed record SchemeActivated
{
    /// <summary>The scheme's id, as in its package.</summary>
    public required string Scheme { get; init; }

    /// <summary>Semantic version of the package.</summary>
    public required string Version { get; init; }

    /// <summary>SHA-256 over the package's content, hexadecimal.</summary>
    public required string Hash { get; init; }

    /// <summary>First day on which this version decides.</summary>
    public required DateOnly EffectiveFrom { get; init; }

    /// <summary>The package's files: relative path and text.</summary>
    public required IReadOnlyDictionary<string, string> Files { get; init; }
}
