namespace Spmis.Contracts.Registration;

/// <summary>Access to records of persons was restricted, changed or opened again. Whoever keeps anything of these persons shows it only to who may see restricted records. At most 1,000; apply each by version.</summary>
public sealed record PersonsRestricted
{
    /// <summary>The persons, as their restriction now stands.</summary>
    public required IReadOnlyList<RestrictionFacts> Persons { get; init; }
}

/// <summary>What other modules may know of a restriction: from when until when. Why stays with registration.</summary>
public sealed record RestrictionFacts
{
    /// <summary>The person.</summary>
    public required Guid PersonId { get; init; }

    /// <summary>Registration number.</summary>
    public required string Number { get; init; }

    /// <summary>First day; null when the record is not restricted.</summary>
    public DateOnly? From { get; init; }

    /// <summary>Last day; null while no end is known.</summary>
    public DateOnly? Until { get; init; }

    /// <summary>Name of the office that keeps the record, whose supervisor is asked; null when none does.</summary>
    public string? Office { get; init; }

    /// <summary>Rises with every telling of this person.</summary>
    public required long Version { get; init; }
}
