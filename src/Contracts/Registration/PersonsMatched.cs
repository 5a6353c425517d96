namespace Spmis.Contracts.Registration;

/// <summary>The answer to <see cref="Contributions.MatchPersons"/>: one verdict a line, in the same order.</summary>
public sealed record PersonsMatched
{
    /// <summary>The request answered.</summary>
    public required Guid RequestId { get; init; }

    /// <summary>The run that asked, in the asking module.</summary>
    public required long RunId { get; init; }

    /// <summary>One verdict a line.</summary>
    public required IReadOnlyList<MatchVerdict> Lines { get; init; }
}

/// <summary>Who a line of a return is.</summary>
public sealed record MatchVerdict
{
    /// <summary>The line asked about.</summary>
    public required long Line { get; init; }

    /// <summary>certain (linked), likely (linked, and a case opened for a person to decide), provisional (nobody like it: registered provisionally) or refused (not enough to register anybody).</summary>
    public required string Outcome { get; init; }

    /// <summary>The person; null when refused.</summary>
    public Guid? PersonId { get; init; }

    /// <summary>The person's registration number; null when refused.</summary>
    public string? RegistrationNumber { get; init; }

    /// <summary>The person's name as registered; null when refused.</summary>
    public string? Name { get; init; }

    /// <summary>The first day the person can be born on, by the register; null when refused or unknown.</summary>
    public DateOnly? BornOn { get; init; }

    /// <summary>The day the person died, by the register; null while alive.</summary>
    public DateOnly? DiedOn { get; init; }

    /// <summary>What is wrong and how to mend it, when refused; what was assumed, when likely.</summary>
    public string? Text { get; init; }
}
