using Spmis.Eligibility.Awards;
using Spmis.Eligibility.Determinations;
using Spmis.Rules;
using Spmis.Values;

namespace Spmis.Eligibility.Recalculations;

/// <summary>One month that comes out otherwise.</summary>
/// <param name="Month">The month.</param>
/// <param name="Kind">What it is.</param>
/// <param name="WasMinor">Granted so far.</param>
/// <param name="NowMinor">By the law now; null when it cannot tell.</param>
/// <param name="DifferenceMinor">Owed (more than 0) or paid too much (less than 0).</param>
public readonly record struct MonthDifference(Month Month, DifferenceKind Kind, long WasMinor, long? NowMinor, long DifferenceMinor);

/// <summary>What the months of an award are known to be besides what was granted.</summary>
/// <param name="Corrected">Sum of earlier approved differences of a month, minor units.</param>
/// <param name="Lowered">The lower amount that was approved for a month instead of the decision's, minor units; null where none was.</param>
/// <param name="Paid">Whether Payments settled the month as paid.</param>
public sealed record AwardPast(Func<Month, long> Corrected, Func<Month, long?> Lowered, Func<Month, bool> Paid);

/// <summary>Compares, month by month, what an award grants with what the law says now. Pure.</summary>
public static class Differences
{
    /// <summary>The months of an award that come out otherwise. Months after a death, an end or the beginning of another award of the same person are nobody's. Those of a suspension are granted and held:
    /// what comes of them is held with them and paid when the suspension is lifted.</summary>
    /// <param name="award">The award.</param>
    /// <param name="from">First month looked at.</param>
    /// <param name="through">Last month looked at.</param>
    /// <param name="law">What the law says of a month now; null where no text was in force: such a month stays as it is.</param>
    /// <param name="past">What is known of its months.</param>
    public static IEnumerable<MonthDifference> Of(Award award, Month from, Month through, Func<Month, Reckoned?> law, AwardPast past)
    {
        var last = Least(through, award.EndedAfter, award.DiedOn is { } died ? Month.Of(died) : null, award.DuplicateFrom?.Add(-1));
        for (var month = from > award.FromMonth ? from : award.FromMonth; month <= last; month = month.Add(1))
        {
            var granted = award.GrantedTo is { } end && month > end ? 0 : past.Lowered(month) ?? award.MonthlyMinor;
            if (law(month) is { } now && One(month, granted + past.Corrected(month), Due(now, award.FromMonth, month), past.Paid(month)) is { } found)
            {
                yield return found;
            }
        }
    }

    /// <summary>The months before an award began to which the same person is entitled by the law as it is known now.</summary>
    public static IEnumerable<MonthDifference> Before(Award award, Month from, Month through, Func<Month, Reckoned?> law, AwardPast past)
    {
        for (var month = from; month <= through && month < award.FromMonth; month = month.Add(1))
        {
            if (law(month) is { Outcome: Answer.Yes } now && One(month, past.Corrected(month), Due(now, from, month), past.Paid(month)) is { } found)
            {
                yield return found;
            }
        }
    }

    private static long? Due(Reckoned now, Month first, Month month) => now.Outcome switch
    {
        Answer.CannotTell => null,
        Answer.No => 0,
        _ => now.Months is { } months && month > first.Add(months - 1) ? 0 : now.MonthlyMinor,
    };

    private static MonthDifference? One(Month month, long was, long? now, bool paid) => now switch
    {
        null when was == 0 => null,
        null => new MonthDifference(month, DifferenceKind.CannotTell, was, null, 0),
        { } due when due > was => new MonthDifference(month, DifferenceKind.Arrears, was, due, due - was),
        { } due when due < was => paid ? new MonthDifference(month, DifferenceKind.Overpaid, was, due, due - was) : new MonthDifference(month, DifferenceKind.LessNotPaid, was, due, 0),
        _ => null,
    };

    private static Month Least(Month month, params ReadOnlySpan<Month?> others)
    {
        foreach (var other in others)
        {
            month = other is { } m && m < month ? m : month;
        }

        return month;
    }
}
