namespace Spmis.Contracts.Contributions;

/// <summary>An employer's return was accepted for these workers. At most 1,000. Registration keeps the employment spells from it.</summary>
public sealed record WorkersDeclared
{
    /// <summary>The employer.</summary>
    public required Guid EmployerId { get; init; }

    /// <summary>The month declared, yyyyMM.</summary>
    public required int Month { get; init; }

    /// <summary>The workers.</summary>
    public required IReadOnlyList<DeclaredWorker> Workers { get; init; }
}

/// <summary>One worker of a return.</summary>
/// <param name="PersonId">The person.</param>
/// <param name="StartedOn">First day of the employment, if the return says so.</param>
/// <param name="LeftOn">Last day of the employment, if the return says so.</param>
public sealed record DeclaredWorker(Guid PersonId, DateOnly? StartedOn, DateOnly? LeftOn);
