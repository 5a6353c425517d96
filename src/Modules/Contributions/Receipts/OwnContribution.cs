using Spmis.Contributions.Copies;
using Spmis.Values;

namespace Spmis.Contributions.Receipts;

/// <summary>
/// What a self-employed worker's payment counts for. The packages know the contribution of a wage; this turns it round: the earnings on which
/// just this contribution is due, both shares together. What is paid above the most the law takes for a month is held for the worker.
/// </summary>
internal static class OwnContribution
{
    private const long MostEarningsMinor = 100_000_000_000;

    /// <summary>What all payments of a month together count for.</summary>
    /// <returns>The money that counts, and the earnings it stands for.</returns>
    public static (long CountedMinor, long BaseMinor) Of(SchemeRules.Session rules, Month month, long paidMinor)
    {
        if (paidMinor <= 0)
        {
            return (0, 0);
        }

        var most = rules.Assess(month, MostEarningsMinor);
        if (paidMinor >= most.TotalMinor)
        {
            return (most.TotalMinor, most.BaseMinor);
        }

        var high = Last(wage => rules.Assess(month, wage).TotalMinor <= paidMinor);
        if (high < 0)
        {
            return (paidMinor, 0); // Less than the least contribution: the money counts, the month has no base.
        }

        var contribution = rules.Assess(month, high).TotalMinor;
        var low = Last(wage => rules.Assess(month, wage).TotalMinor < contribution) + 1;
        return (paidMinor, rules.Assess(month, Roundest(low, high)).BaseMinor);
    }

    /// <summary>The most that counts in a month.</summary>
    public static long Most(SchemeRules.Session rules, Month month) => rules.Assess(month, MostEarningsMinor).TotalMinor;

    /// <summary>The largest wage for which it holds (it holds up to some wage and not above); -1 when for none.</summary>
    private static long Last(Func<long, bool> holds)
    {
        var (yes, no) = (-1L, MostEarningsMinor);
        while (no - yes > 1)
        {
            var middle = yes + ((no - yes) / 2);
            (yes, no) = holds(middle) ? (middle, no) : (yes, middle);
        }

        return yes;
    }

    /// <summary>Rounding of the shares leaves several wages possible; people earn round sums.</summary>
    private static long Roundest(long low, long high)
    {
        for (var step = 1_000_000_000L; step > 1; step /= 10)
        {
            var round = (low + step - 1) / step * step;
            if (round <= high)
            {
                return round;
            }
        }

        return low;
    }
}
