namespace Spmis.Contracts.Registration;

/// <summary>Registration's answer to <see cref="Payments.ClearanceAsked"/>.</summary>
public sealed record ClearanceGiven
{
    /// <summary>The payment run that waits.</summary>
    public required Guid PaymentRunId { get; init; }

    /// <summary>Ids of all messages published since the last answer that stop or move payments (merges, deaths, opened and settled duplicates) and that Payments must have applied before it releases.</summary>
    public required IReadOnlyList<Guid> MustHaveApplied { get; init; }
}
