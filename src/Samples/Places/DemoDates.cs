using Spmis.Values;

namespace Spmis.Samples.Places;

/// <summary>The dates of the demo. Nothing in the samples asks the clock.</summary>
public static class DemoDates
{
    /// <summary>The first contribution month.</summary>
    public static Month FirstMonth { get; } = new(2026, 1);

    /// <summary>The contribution months, January to June 2026.</summary>
    public static IReadOnlyList<Month> Months { get; } = [.. Enumerable.Range(0, 6).Select(FirstMonth.Add)];

    /// <summary>Ages are told on this day, the first of the month in which benefits are paid.</summary>
    public static DateOnly AgeDay { get; } = new(2026, 7, 1);

    /// <summary>Nobody in the persons file is born later: the file was closed before the first contribution month.</summary>
    public static DateOnly LastBirth { get; } = new(2025, 12, 31);

    /// <summary>The last day on which a return, claim or receipt of the demo arrives.</summary>
    public static DateOnly LastArrival { get; } = new(2026, 7, 14);

    /// <summary>A return is due on the 9th of the month after.</summary>
    public static DateOnly ReturnDue(Month month) => new(month.Add(1).Year, month.Add(1).Number, 9);
}
