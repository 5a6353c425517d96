namespace Spmis.Contracts.Registration;

/// <summary>Employers were registered or their facts changed. At most 1,000; apply each by version.</summary>
public sealed record EmployersRecorded
{
    /// <summary>The employers as they now stand.</summary>
    public required IReadOnlyList<EmployerFacts> Employers { get; init; }
}

/// <summary>What other modules may know of an employer.</summary>
public sealed record EmployerFacts
{
    /// <summary>The employer's id.</summary>
    public required Guid EmployerId { get; init; }

    /// <summary>Employer number with its check digits.</summary>
    public required string EmployerNumber { get; init; }

    /// <summary>Registered name.</summary>
    public required string Name { get; init; }

    /// <summary>company, cooperative, household or public.</summary>
    public required string LegalForm { get; init; }

    /// <summary>District, by name.</summary>
    public string? District { get; init; }

    /// <summary>Code of the office whose record it is, if any.</summary>
    public string? Office { get; init; }

    /// <summary>Rises with every change of this employer.</summary>
    public required long Version { get; init; }
}
