using Spmis.Values;

namespace Spmis.Contributions.Takeover;

/// <summary>A month of a period taken over.</summary>
/// <param name="Month">The month.</param>
/// <param name="BaseMinor">Its part of the wage.</param>
/// <param name="EmployeeMinor">Its part of the worker's share.</param>
/// <param name="EmployerMinor">Its part of the employer's share.</param>
/// <param name="OldCount">The old system counted it as insured.</param>
internal readonly record struct PeriodMonth(Month Month, long BaseMinor, long EmployeeMinor, long EmployerMinor, bool OldCount);

/// <summary>
/// A period month by month. Where the old system counted fewer months than the period has, the first ones count: it does not say which, and no right begins later than it did by that.
/// The money is shared equally among the months that count (among all when none does), what does not divide a minor unit each from the first on, so that the sums stay exact.
/// </summary>
internal static class SplitPeriod
{
    public static IReadOnlyList<PeriodMonth> Of(TakeoverLine line)
    {
        var all = line.To.Code - line.From.Code + 1; // Both are of one year.
        var counted = Math.Min(line.OldMonths ?? 0, all);
        var paid = counted > 0 ? counted : all;
        return [.. Enumerable.Range(0, all).Select(i => new PeriodMonth(line.From.Add(i), Part(line.WageMinor, i, paid), Part(line.EmployeeMinor, i, paid), Part(line.EmployerMinor, i, paid), i < counted))];
    }

    private static long Part(long sum, int at, int parts) => at >= parts ? 0 : (sum / parts) + (at < sum % parts ? 1 : 0);
}
