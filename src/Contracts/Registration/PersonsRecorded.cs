namespace Spmis.Contracts.Registration;

/// <summary>Persons were registered or their facts changed. At most 1,000; apply each by <see cref="PersonFacts.Version"/>, never by order of arrival.</summary>
public sealed record PersonsRecorded
{
    /// <summary>The persons as they now stand.</summary>
    public required IReadOnlyList<PersonFacts> Persons { get; init; }
}

/// <summary>What other modules may know of a person.</summary>
public sealed record PersonFacts
{
    /// <summary>The person's id.</summary>
    public required Guid PersonId { get; init; }

    /// <summary>Registration number with its check digits.</summary>
    public required string RegistrationNumber { get; init; }

    /// <summary>The full name as printed.</summary>
    public required string Name { get; init; }

    /// <summary>F, M, or null when unknown.</summary>
    public string? Sex { get; init; }

    /// <summary>Birth date, or null when unknown; see <see cref="BirthPrecision"/>.</summary>
    public DateOnly? BornOn { get; init; }

    /// <summary>Day, Month or Year: how much of the birth date is known; the rest is set to the first.</summary>
    public required string BirthPrecision { get; init; }

    /// <summary>Date of death, if recorded.</summary>
    public DateOnly? DiedOn { get; init; }

    /// <summary>District, by name.</summary>
    public string? District { get; init; }

    /// <summary>Code of the office whose record it is, if any: of the area where the person lives, else of the office that registered the person.</summary>
    public string? Office { get; init; }

    /// <summary>The household the person lives in, if any.</summary>
    public Guid? HouseholdId { get; init; }

    /// <summary>employed, self_employed or none, as declared.</summary>
    public string? Activity { get; init; }

    /// <summary>Whether the person was found in a return only and never seen at a desk.</summary>
    public required bool Provisional { get; init; }

    /// <summary>Agency of the declared financial address, if any.</summary>
    public string? PayAgency { get; init; }

    /// <summary>Account, wallet or card of the declared financial address, if any.</summary>
    public string? PayAccount { get; init; }

    /// <summary>The person this record was merged into, if it was.</summary>
    public Guid? MergedIntoId { get; init; }

    /// <summary>Rises with every change of this person.</summary>
    public required long Version { get; init; }
}
