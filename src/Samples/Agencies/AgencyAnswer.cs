using Spmis.Values;

namespace Spmis.Samples.Agencies;

/// <summary>What an agency answered to a batch, and what is true about it.</summary>
/// <param name="Agency">The agency's code.</param>
/// <param name="StatusPath">The status file: pain.002 or CSV.</param>
/// <param name="ReturnsPath">The camt.054 with payments that came back later, or null.</param>
/// <param name="Paid">Payments that arrived for good.</param>
/// <param name="Failed">Payments refused at once.</param>
/// <param name="Returned">Payments reported paid that came back.</param>
public sealed record AgencyAnswer(string Agency, string StatusPath, string? ReturnsPath, Tally Paid, Tally Failed, Tally Returned)
{
    internal static AgencyAnswer Of(string agency, string statusPath, string? returnsPath, IReadOnlyDictionary<PaymentOutcome, Tally> tallies) => new(
        agency, statusPath, returnsPath,
        tallies.GetValueOrDefault(PaymentOutcome.Paid), tallies.GetValueOrDefault(PaymentOutcome.Failed), tallies.GetValueOrDefault(PaymentOutcome.Returned));
}

/// <summary>How many payments and what they make.</summary>
/// <param name="Count">How many.</param>
/// <param name="Minor">Minor units.</param>
public readonly record struct Tally(int Count, long Minor)
{
    /// <summary>One more.</summary>
    public Tally With(Money amount) => new(Count + 1, checked(Minor + amount.Minor));
}
