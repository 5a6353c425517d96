using System.Reflection;
using static Spmis.Rules.ValueKind;

namespace Spmis.Rules.Checking;

/// <summary>The functions of fixed types. Those whose type depends on their arguments are built in <see cref="CallChecks"/>.</summary>
internal static class Library
{
    private const string OutOfCalendar = "the date falls outside the calendar (1900 to 2999)";

    public static readonly IReadOnlyList<Function> Functions =
    [
        Of("age_at", [Date, Date], Months, nameof(Calendar.AgeAt)),
        Of("age_at_eve", [Date, Date], Months, nameof(Calendar.AgeAtEve)),
        Of("completed_years", [Date, Date], Int, nameof(Calendar.CompletedYears)),
        Of("completed_months", [Date, Date], Int, nameof(Calendar.CompletedMonths)),
        Of("started_months", [Date, Date], Int, nameof(Calendar.StartedMonths)),
        Of("days_between", [Date, Date], Int, nameof(Calendar.DaysBetween)),
        Of("months_between", [Month, Month], Int, nameof(Calendar.MonthsBetween)),
        Of("month_of", [Date], Month, nameof(Calendar.MonthOf)),
        Of("year_of", [Date], Int, nameof(Calendar.YearOf)),
        Of("year_of", [Month], Int, nameof(Calendar.YearOfMonth)),
        Of("quarter_of", [Date], Int, nameof(Calendar.QuarterOf)),
        Of("quarter_of", [Month], Int, nameof(Calendar.QuarterOfMonth)),
        Of("month_number", [Date], Int, nameof(Calendar.MonthNumber)),
        Of("month_number", [Month], Int, nameof(Calendar.MonthNumberOfMonth)),
        Of("first_day", [Month], Date, nameof(Calendar.FirstDay)),
        Of("last_day", [Month], Date, nameof(Calendar.LastDay)),
        Of("nth_day", [Month, Int], Date, nameof(Calendar.NthDay), "a month has days 1 to 31"),
        Of("date_of", [Int, Int, Int], Date, nameof(Calendar.DateOf), "there is no such date"),
        Of("next_working_day", [Date], Date, nameof(Calendar.NextWorkingDay), "no working day in 40 days"),
        Of("previous_working_day", [Date], Date, nameof(Calendar.PreviousWorkingDay), "no working day in 40 days"),
        Of("years", [Int], Months, nameof(Calendar.Years)),
        Of("months", [Int], Months, nameof(Calendar.Same)),
        Of("days", [Int], Days, nameof(Calendar.Same)),
        Of("in_months", [Months], Int, nameof(Calendar.Same)),
        Of("in_days", [Days], Int, nameof(Calendar.Same)),
    ];

    /// <summary>What + and - mean between dates, months and durations.</summary>
    public static readonly IReadOnlyList<Function> TimeOperators =
    [
        Of("+", [Date, Months], Date, nameof(Calendar.AddMonths)),
        Of("+", [Date, Days], Date, nameof(Calendar.AddDays)),
        Of("-", [Date, Months], Date, nameof(Calendar.SubtractMonths)),
        Of("-", [Date, Days], Date, nameof(Calendar.SubtractDays)),
        Of("-", [Date, Date], Days, nameof(Calendar.DaysSince)),
        Of("+", [Month, Months], Month, nameof(Calendar.ShiftMonth)),
        Of("-", [Month, Months], Month, nameof(Calendar.ShiftMonthBack)),
        Of("-", [Month, Month], Months, nameof(Calendar.MonthsSince)),
    ];

    public static readonly Function FirstDay = Functions.Single(f => f.Name == "first_day");

    public static readonly Function Floor = new("floor", [Number], Int, Method(typeof(Numbers), nameof(Numbers.Floor)), "");

    public static readonly Function Ceiling = new("ceil", [Number], Int, Method(typeof(Numbers), nameof(Numbers.Ceiling)), "");

    public static readonly Function Prorate = new("prorate", [Number, Number, Number], Number, Method(typeof(Numbers), nameof(Numbers.Prorate)), Numbers.DividedByZero);

    public static readonly Function Clamp = new("clamp", [Number, Number, Number], Number, Method(typeof(Numbers), nameof(Numbers.Clamp)), "the lower bound is above the upper bound");

    public static readonly Function ClampWhole = new("clamp", [Int, Int, Int], Int, Method(typeof(Numbers), nameof(Numbers.ClampWhole)), Clamp.Reason);

    private static Function Of(string name, ValueKind[] takes, ValueKind yields, string method, string reason = OutOfCalendar) => new(name, takes, yields, Method(typeof(Calendar), method), reason);

    private static MethodInfo Method(Type type, string name) => type.GetMethod(name) ?? throw new InvalidOperationException($"{type.Name} has no method {name}.");
}
