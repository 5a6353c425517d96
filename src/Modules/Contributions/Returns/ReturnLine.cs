using Spmis.Kernel.Access;

namespace Spmis.Contributions.Returns;

/// <summary>What became of a line; the reasons of refused and noted lines are the run's line verdicts.</summary>
public enum LineVerdict
{
    /// <summary>Registration is asked who the worker is.</summary>
    Waiting,
    Accepted,

    /// <summary>Accepted, with something to look at.</summary>
    Noted,
    Refused,
}

/// <summary>One line of a return: one worker's wage in the month, with the contribution the law makes of it.</summary>
public sealed class ReturnLine : ITellsOfPersons
{
    public required Guid ReturnId { get; init; }

    /// <summary>Line of the file, the header being line 1.</summary>
    public required long Line { get; init; }

    public required LineVerdict Verdict { get; set; }

    /// <summary>Worker number as sent.</summary>
    public string? WorkerNumber { get; init; }

    IEnumerable<string?> ITellsOfPersons.TextsShown => [WorkerNumber];

    /// <summary>Name as sent.</summary>
    public string? SentName { get; init; }

    /// <summary>The worker, as matched when the line was read; merges do not change it.</summary>
    public Guid? PersonId { get; set; }

    public DateOnly? StartedOn { get; init; }

    public DateOnly? LeftOn { get; init; }

    public long WageMinor { get; init; }

    public long BaseMinor { get; init; }

    public long EmployeeMinor { get; init; }

    public long EmployerMinor { get; init; }
}

/// <summary>A question to Registration about up to 500 lines, and when it was answered.</summary>
public sealed class MatchRequest
{
    public required Guid RequestId { get; init; }

    public required Guid ReturnId { get; init; }

    public required DateTime AskedAt { get; init; }

    public DateTime? AnsweredAt { get; set; }
}
