namespace Spmis.Contracts.Contributions;

/// <summary>Asks Registration who the workers on these lines of a return are. At most 500 lines; answered by <see cref="Registration.PersonsMatched"/> with the same <see cref="RequestId"/>.</summary>
public sealed record MatchPersons
{
    /// <summary>Correlates the answer.</summary>
    public required Guid RequestId { get; init; }

    /// <summary>The asking run, in Contributions.</summary>
    public required long RunId { get; init; }

    /// <summary>The employer whose return it is.</summary>
    public required Guid EmployerId { get; init; }

    /// <summary>The lines.</summary>
    public required IReadOnlyList<PersonToMatch> Lines { get; init; }
}

/// <summary>What a return line says of a worker.</summary>
public sealed record PersonToMatch
{
    /// <summary>The line in the file, 1-based with the header as line 1.</summary>
    public required long Line { get; init; }

    /// <summary>Registration number as sent, if any.</summary>
    public string? RegistrationNumber { get; init; }

    /// <summary>National id as sent, if any.</summary>
    public string? NationalId { get; init; }

    /// <summary>Given name as sent.</summary>
    public string? GivenName { get; init; }

    /// <summary>Family name as sent.</summary>
    public string? FamilyName { get; init; }

    /// <summary>Birth date as sent, if any.</summary>
    public DateOnly? BornOn { get; init; }
}
