using Spmis.Rules.Checking;
using Spmis.Values;

namespace Spmis.Rules.Parameters;

/// <summary>Brackets and tables of points, for both evaluators.</summary>
internal static class Scales
{
    /// <summary>An amount is raised at most so many times.</summary>
    public const int MostSteps = 200;

    /// <summary>Each slice at its own rate.</summary>
    public static decimal Marginal(IReadOnlyList<Bracket> brackets, decimal amount)
    {
        var total = 0m;
        for (var i = 0; i < brackets.Count && amount > brackets[i].Over; i++)
        {
            var end = i + 1 < brackets.Count ? Math.Min(amount, brackets[i + 1].Over) : amount;
            total += (end - brackets[i].Over) * brackets[i].Rate;
        }

        return total;
    }

    /// <summary>The whole amount at the rate of the bracket it lies in; a bracket holds from its lower bound on.</summary>
    public static decimal Whole(IReadOnlyList<Bracket> brackets, decimal amount)
    {
        var rate = 0m;
        for (var i = 0; i < brackets.Count && amount >= brackets[i].Over; i++)
        {
            rate = brackets[i].Rate;
        }

        return amount * rate;
    }

    /// <summary>Raised by the rate of each key from first to last, rounded each time; null where a rate is missing or the span is too long.</summary>
    public static decimal? Uprated(Cell table, decimal amount, long first, long last, decimal step, RoundingMode mode)
    {
        if (last - first >= MostSteps)
        {
            return null;
        }

        for (var key = first; key <= last; key++)
        {
            if (RateOf(table, key) is not { } rate)
            {
                return null;
            }

            amount = Numbers.Round(amount * (1 + rate), step, mode);
        }

        return amount;
    }

    /// <summary>The rate of a key; null when there is none.</summary>
    private static decimal? RateOf(Cell table, long key) => table.Find(RuleValue.Int(key)) is { Value: { IsKnown: true } value } ? value.Raw : null;

    /// <summary>On the straight line between the neighbouring points; flat before the first and after the last.</summary>
    public static decimal? Interpolated(Cell table, decimal at)
    {
        if (table.Classes is not { Length: > 0 } points || points.Any(p => !p.Cell.Value.IsKnown))
        {
            return null;
        }

        var i = table.ClassOf(at);
        if (i < 0 || i == points.Length - 1)
        {
            return points[Math.Max(i, 0)].Cell.Value.Raw;
        }

        var (left, right) = (points[i], points[i + 1]);
        return left.Cell.Value.Raw + ((right.Cell.Value.Raw - left.Cell.Value.Raw) * (at - left.Over) / (right.Over - left.Over));
    }
}
