using Spmis.Values;

namespace Spmis.Rules.WhatIfs;

/// <summary>An answer for a month: whether entitled or liable, and the amount in minor units.</summary>
/// <param name="Outcome">Yes, no or cannot tell.</param>
/// <param name="Minor">The amount; null when there is none.</param>
public readonly record struct MonthAnswer(Answer Outcome, long? Minor);

/// <summary>By what a person is counted.</summary>
/// <param name="Sex">F, M, or null.</param>
/// <param name="BornOn">Birth date, if known.</param>
/// <param name="Area">District, if known.</param>
/// <param name="Size">Size of the employer, of contributions only.</param>
public sealed record CountedPerson(string? Sex, DateOnly? BornOn, string? Area, string? Size = null);

/// <summary>Adds cases up: what today's rules and the package tried say of each, side by side. Pure.</summary>
public static class WhatIfTally
{
    private static readonly (int From, string Name)[] Ages = [(0, "0–17"), (18, "18–29"), (30, "30–44"), (45, "45–59"), (60, "60–64"), (65, "65–69"), (70, "70–79"), (80, "80+")];
    private const string Unknown = "–";

    /// <summary>Adds one case: the answers of today's rules and of the package tried, month by month.</summary>
    /// <param name="figures">The sums.</param>
    /// <param name="person">Whose case.</param>
    /// <param name="months">The months.</param>
    /// <param name="before">Today's answers; "no" where no text is in force.</param>
    /// <param name="after">The answers of the package tried.</param>
    public static void Add(WhatIfFigures figures, CountedPerson person, IReadOnlyList<Month> months, IReadOnlyList<MonthAnswer> before, IReadOnlyList<MonthAnswer> after)
    {
        for (var i = 0; i < months.Count; i++)
        {
            Add(Cell(figures.Months, months[i].ToString()), before[i], after[i]);
        }

        var (was, now) = (Whole(before), Whole(after));
        foreach (var cell in new[] { figures.Total, Cell(figures.Sex, person.Sex ?? Unknown), Cell(figures.Age, AgeOf(person, months[0])), Cell(figures.Area, person.Area ?? Unknown) })
        {
            Add(cell, was, now);
        }

        if (person.Size is { } size)
        {
            Add(Cell(figures.Size, size), was, now);
        }
    }

    /// <summary>The whole time as one answer: entitled when in one month, cannot tell when in none but one cannot be told; the sum of the months.</summary>
    private static MonthAnswer Whole(IReadOnlyList<MonthAnswer> answers)
    {
        var (yes, unknown, minor) = (false, false, 0L);
        foreach (var answer in answers)
        {
            yes |= answer.Outcome is Answer.Yes;
            unknown |= answer.Outcome is Answer.CannotTell;
            minor += answer.Minor ?? 0;
        }

        return yes ? new MonthAnswer(Answer.Yes, minor) : new MonthAnswer(unknown ? Answer.CannotTell : Answer.No, null);
    }

    private static void Add(WhatIfCell cell, MonthAnswer before, MonthAnswer after)
    {
        var (was, now) = (before.Outcome is Answer.Yes, after.Outcome is Answer.Yes);
        cell.Before += was ? 1 : 0;
        cell.After += now ? 1 : 0;
        cell.Gained += now && !was ? 1 : 0;
        cell.Lost += was && !now ? 1 : 0;
        cell.UnknownBefore += before.Outcome is Answer.CannotTell ? 1 : 0;
        cell.UnknownAfter += after.Outcome is Answer.CannotTell ? 1 : 0;
        cell.BeforeMinor += before.Minor ?? 0;
        cell.AfterMinor += after.Minor ?? 0;
        if (was && now && before.Minor != after.Minor)
        {
            cell.Changed++;
            cell.ChangedMinor += (after.Minor ?? 0) - (before.Minor ?? 0);
        }
    }

    private static WhatIfCell Cell(SortedDictionary<string, WhatIfCell> cells, string key) => cells.TryGetValue(key, out var cell) ? cell : cells[key] = new WhatIfCell();

    private static string AgeOf(CountedPerson person, Month on)
    {
        if (person.BornOn is not { } born)
        {
            return Unknown;
        }

        var years = on.First.Year - born.Year - ((on.First.Month, on.First.Day).CompareTo((born.Month, born.Day)) < 0 ? 1 : 0);
        return Ages.Last(a => a.From <= Math.Max(0, years)).Name;
    }
}
