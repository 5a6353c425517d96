using Spmis.Contributions.Bills;
using Spmis.Contributions.Copies;

namespace Spmis.Contributions.Arrears;

/// <summary>From what a period of limitation runs.</summary>
public enum LimitationStart
{
    /// <summary>The day the debt was due.</summary>
    Due,

    /// <summary>A formal notice served.</summary>
    Notice,

    /// <summary>An agreement on instalments, or its breach.</summary>
    Agreement,

    /// <summary>An action before a court, or its end.</summary>
    Court,

    /// <summary>A part that was paid.</summary>
    Payment,

    /// <summary>Of a debt taken over: the day that the old books name.</summary>
    OldBooks,

    /// <summary>Of a debt taken over, of which the old books name no day: the day it was taken over.</summary>
    TakenOver,
}

/// <summary>Until when a debt can be claimed, and why.</summary>
/// <param name="LapsesOn">The last day; null while an agreement runs or an action is pending, which holds the period.</param>
/// <param name="From">The day the period runs from.</param>
/// <param name="Start">What happened on it.</param>
/// <param name="Article">Where the law says so; null where the package names none.</param>
/// <param name="HeldDays">For how many days the period stood still since.</param>
public sealed record Limitation(DateOnly? LapsesOn, DateOnly From, LimitationStart Start, string? Article, int HeldDays = 0)
{
    /// <summary>Whether it cannot be claimed any more.</summary>
    public bool IsLapsed(DateOnly today) => LapsesOn < today;

    /// <summary>From when the period of a debt runs before anything interrupts it: the day it was due, or of a debt taken over what the old books say. What they did in the years before is not known here, so without their word nothing counts as lapsed that was not when it was taken over.</summary>
    internal static (DateOnly From, LimitationStart Start) Begins(Bill debt) => (debt.LimitationFrom, debt.TakeoverId) switch
    {
        ({ } from, _) => (from, LimitationStart.OldBooks),
        (null, not null) when DateOnly.FromDateTime(debt.IssuedAt) is var taken && taken > debt.DueOn => (taken, LimitationStart.TakenOver),
        _ => (debt.DueOn, LimitationStart.Due),
    };

    /// <summary>The period of a debt by the package and by what was done in the order of its days; null where the debt does not lapse.</summary>
    internal static Limitation? Of(SchemeRules rules, Bill debt, IEnumerable<LimitationAct> acts)
    {
        var session = rules.Open();
        var (from, start) = Begins(debt);
        if (session.LapsesOn(debt.DueOn, from) is not { } lapses)
        {
            return null;
        }

        var (held, heldUntil) = (0, from);
        foreach (var act in acts.OrderBy(a => a.On).ThenBy(a => a.Until))
        {
            var (interrupts, suspends) = (session.Interrupts(act.Word), session.Suspends(act.Word));
            if (!interrupts && !suspends)
            {
                continue;
            }

            if (act.On > lapses)
            {
                break; // What has lapsed comes to life no more.
            }

            if (act.Until is not { } end)
            {
                return new Limitation(null, act.On, act.Start, rules.LapseArticle);
            }

            if (interrupts && end > from)
            {
                (from, start, lapses, held, heldUntil) = (end, act.Start, session.LapsesOn(debt.DueOn, end) ?? lapses, 0, end);
            }
            else if (!interrupts && end > heldUntil)
            {
                var days = end.DayNumber - Math.Max(act.On.DayNumber, heldUntil.DayNumber);
                (lapses, held, heldUntil) = (lapses.AddDays(days), held + days, end);
            }
        }

        return new Limitation(lapses, from, start, rules.LapseArticle, held);
    }
}

/// <summary>Something that may interrupt the period of a debt, or make it stand still.</summary>
/// <param name="BillId">Of which bill.</param>
/// <param name="Start">What.</param>
/// <param name="Word">The word packages know it by.</param>
/// <param name="On">When.</param>
/// <param name="Until">How long it held the period. Null while it goes on.</param>
internal sealed record LimitationAct(Guid BillId, LimitationStart Start, string Word, DateOnly On, DateOnly? Until)
{
    public static LimitationAct Served(Guid bill, DateOnly on) => new(bill, LimitationStart.Notice, "notice", on, on);

    public static LimitationAct Paid(Guid bill, DateOnly on) => new(bill, LimitationStart.Payment, "payment", on, on);

    /// <summary>An action holds the period to its end; one that was withdrawn or rejected counts only where the package knows the word <c>court_dropped</c>.</summary>
    public static LimitationAct Brought(Guid bill, DateOnly on, DateOnly? endedOn, bool dropped) => new(bill, LimitationStart.Court, dropped ? "court_dropped" : "court", on, endedOn);

    public static LimitationAct Agreed(Guid bill, DateOnly on, DateOnly? until) => new(bill, LimitationStart.Agreement, "agreement", on, until);
}
