using Spmis.Values;

namespace Spmis.Samples.Employers;

/// <summary>Where somebody works.</summary>
/// <param name="Employer">Line of employers.csv.</param>
/// <param name="Wage">Monthly wage in cents.</param>
/// <param name="StartedOn">First day.</param>
/// <param name="LeftOn">Last day, or null.</param>
/// <param name="LeaveReason">resigned, dismissed, contract_end or retired; empty while employed.</param>
public readonly record struct Job(int Employer, long Wage, DateOnly StartedOn, DateOnly? LeftOn, string LeaveReason)
{
    /// <summary>Days employed in a month, a whole month counting 30.</summary>
    public int DaysIn(Month month)
    {
        const int wholeMonth = 30;
        if (StartedOn > month.Last || LeftOn < month.First)
        {
            return 0;
        }

        var first = StartedOn > month.First ? StartedOn.Day : 1;
        var last = LeftOn < month.Last ? LeftOn.Value.Day : wholeMonth;
        return Math.Clamp(Math.Min(last, wholeMonth) - first + 1, 1, wholeMonth);
    }
}
