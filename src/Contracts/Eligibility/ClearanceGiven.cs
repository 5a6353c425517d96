namespace Spmis.Contracts.Eligibility;

/// <summary>Eligibility's answer to <see cref="Payments.ClearanceAsked"/>.</summary>
public sealed record ClearanceGiven
{
    /// <summary>The payment run that waits.</summary>
    public required Guid PaymentRunId { get; init; }

    /// <summary>Ids of all award messages published since the last answer, which Payments must have applied before it releases.</summary>
    public required IReadOnlyList<Guid> MustHaveApplied { get; init; }
}
