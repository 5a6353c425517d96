using Spmis.Values;

namespace Spmis.Samples.MobileMoney;

/// <summary>A statement of one month, and what is true about it.</summary>
/// <param name="Month">The month.</param>
/// <param name="Path">The file.</param>
/// <param name="Lines">Lines without the header.</param>
/// <param name="Completed">Payments that came in: completed, without a mistake, each transaction once.</param>
/// <param name="CompletedTotal">Their sum.</param>
/// <param name="NotCompleted">Reversed and failed ones without a mistake.</param>
/// <param name="Repeated">Lines that repeat the transaction of an earlier line.</param>
/// <param name="Mistakes">Lines to be refused, repeats not among them.</param>
public sealed record StatementWritten(Month Month, string Path, int Lines, int Completed, Money CompletedTotal, int NotCompleted, int Repeated, int Mistakes);
