namespace Spmis.Contracts.Identity;

/// <summary>Offices of the institution were opened, renamed, moved in their tree or closed. At most 1,000; apply each by version.</summary>
public sealed record OfficesRecorded
{
    /// <summary>The offices as they now stand.</summary>
    public required IReadOnlyList<OfficeFacts> Offices { get; init; }
}

/// <summary>What other modules may know of an office. Who sees which offices' records travels with the person who asks, not in messages.</summary>
public sealed record OfficeFacts
{
    /// <summary>Its code; never changes.</summary>
    public required string Code { get; init; }

    /// <summary>Its name today.</summary>
    public required string Name { get; init; }

    /// <summary>Last day it was open; null while it is.</summary>
    public DateOnly? ClosedOn { get; init; }

    /// <summary>Rises with every change of this office.</summary>
    public required long Version { get; init; }
}
