namespace Spmis.Contracts.Payments;

/// <summary>A payment run is about to be released: Registration and Eligibility say which of their messages must have been applied first, so that nobody merged, dead or suspended a minute ago is paid.</summary>
public sealed record ClearanceAsked
{
    /// <summary>The payment run that waits.</summary>
    public required Guid PaymentRunId { get; init; }
}
