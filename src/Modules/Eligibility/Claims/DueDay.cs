using Spmis.Eligibility.Copies;
using Spmis.Eligibility.Determinations;
using Spmis.Rules;

namespace Spmis.Eligibility.Claims;

/// <summary>Finds the first day on which a condition holds for a person, by the compiled rule. One thread.</summary>
/// <param name="scheme">The package.</param>
/// <param name="rule">The condition.</param>
/// <param name="asKnownOn">By values of the law recorded up to this day.</param>
internal sealed class DueDay(Scheme scheme, string rule, DateOnly asKnownOn)
{
    private readonly CompiledRule compiled = scheme.Compile(rule, asKnownOn);
    private readonly FactRow row = scheme.NewRow();
    private readonly GatherFacts gather = new(scheme);

    /// <summary>The first day after one day, up to and with another, on which it holds; null when it held before, or does not yet. What cannot be told opens nothing.</summary>
    public DateOnly? Of(PersonCopy person, DateOnly after, DateOnly through)
    {
        if (!Holds(person, through) || Holds(person, after))
        {
            return null;
        }

        var (no, yes) = (after.DayNumber, through.DayNumber);
        while (yes - no > 1)
        {
            var middle = no + ((yes - no) / 2);
            (no, yes) = Holds(person, DateOnly.FromDayNumber(middle)) ? (no, middle) : (middle, yes);
        }

        return DateOnly.FromDayNumber(yes);
    }

    private bool Holds(PersonCopy person, DateOnly day)
    {
        row.Load(gather.Of(person, new Asked(day, "looked at by the calendar"), []).ToFacts());
        return compiled.Evaluate(row) is { IsKnown: true, AsBool: true };
    }
}
