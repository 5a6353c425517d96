using Spmis.Eligibility.Determinations;
using Spmis.Eligibility.Schemes;
using Spmis.Values;

namespace Spmis.Eligibility.Recalculations;

/// <summary>What the law in force now says of stored facts. In a round the text in force on the first of the month decides, for a claim the one in force on the day of its event.</summary>
/// <param name="schemes">The approved packages.</param>
/// <param name="reckoners">Compiled packages of the run.</param>
public sealed class LawByMonth(SchemeBook schemes, Reckoners reckoners)
{
    private readonly Dictionary<DateOnly, ApprovedScheme?> byDay = [];

    /// <summary>Loads the texts of the months and days that will be asked for.</summary>
    public async Task LoadAsync(string scheme, IEnumerable<DateOnly> days, CancellationToken ct)
    {
        foreach (var day in days.Distinct().Where(d => !byDay.ContainsKey(d)).ToList())
        {
            byDay[day] = await schemes.FindOnAsync(scheme, day, ct);
        }
    }

    /// <summary>The text of a day; null when none is in force.</summary>
    public ApprovedScheme? On(DateOnly day) => byDay[day];

    /// <summary>The answer for each month of a benefit decided in rounds: the same facts, asked for the first of the month.</summary>
    public Func<Month, Reckoned?> Monthly(FactSheet sheet) => month => byDay[month.First] is { } scheme ? reckoners.Of(scheme.Rules).Of(sheet.On(month)) : null;

    /// <summary>The one answer on a claim, the same for all its months.</summary>
    public Func<Month, Reckoned?> Once(FactSheet sheet, DateOnly eventOn)
    {
        Reckoned? answer = byDay[eventOn] is { } scheme ? reckoners.Of(scheme.Rules).Of(sheet) : null;
        return _ => answer;
    }

    /// <summary>The first days of months, both included.</summary>
    public static IEnumerable<DateOnly> FirstDays(Month from, Month through) => Enumerable.Range(0, Math.Max(0, through.MonthsSince(from) + 1)).Select(n => from.Add(n).First);
}
