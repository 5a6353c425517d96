namespace Spmis.Contracts.Registration;

/// <summary>Areas of the country's division, from the root down to the districts, were imported or changed. At most 1,000; apply each by version.</summary>
public sealed record AreasRecorded
{
    /// <summary>The areas as they now stand.</summary>
    public required IReadOnlyList<AreaFacts> Areas { get; init; }
}

/// <summary>What other modules may know of an area.</summary>
public sealed record AreaFacts
{
    /// <summary>The area's id.</summary>
    public required Guid AreaId { get; init; }

    /// <summary>The country's code for it.</summary>
    public required string Code { get; init; }

    /// <summary>Its name today.</summary>
    public required string Name { get; init; }

    /// <summary>Codes from the root to it, each behind a slash, with one at the end.</summary>
    public required string Path { get; init; }

    /// <summary>0 for the root.</summary>
    public required int Depth { get; init; }

    /// <summary>Whether it is of the level by whose names <see cref="PersonFacts.District"/> says where a person lives.</summary>
    public required bool District { get; init; }

    /// <summary>Latitude of a point in it, decimal degrees (WGS 84), if known.</summary>
    public decimal? Latitude { get; init; }

    /// <summary>Longitude of that point, decimal degrees, if known.</summary>
    public decimal? Longitude { get; init; }

    /// <summary>Its last day; null while it lasts.</summary>
    public DateOnly? Until { get; init; }

    /// <summary>Rises with every change of this area.</summary>
    public required long Version { get; init; }
}
