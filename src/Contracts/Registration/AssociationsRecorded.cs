namespace Spmis.Contracts.Registration;

/// <summary>Associations (cooperatives, mutuals, unions) were registered or their facts changed. At most 1,000; apply each by version.</summary>
public sealed record AssociationsRecorded
{
    /// <summary>The associations as they now stand.</summary>
    public required IReadOnlyList<AssociationFacts> Associations { get; init; }
}

/// <summary>What other modules may know of an association.</summary>
public sealed record AssociationFacts
{
    /// <summary>The association's id.</summary>
    public required Guid AssociationId { get; init; }

    /// <summary>Association number with its check digits.</summary>
    public required string AssociationNumber { get; init; }

    /// <summary>Registered name.</summary>
    public required string Name { get; init; }

    /// <summary>cooperative, mutual, union or other.</summary>
    public required string Kind { get; init; }

    /// <summary>District of the seat, by name.</summary>
    public string? District { get; init; }

    /// <summary>Code of the office whose record it is, if any.</summary>
    public string? Office { get; init; }

    /// <summary>Rises with every change of this association.</summary>
    public required long Version { get; init; }
}
