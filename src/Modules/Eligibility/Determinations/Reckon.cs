using Spmis.Eligibility.Evidence;
using Spmis.Rules;

namespace Spmis.Eligibility.Determinations;

/// <summary>What the law makes of a case, without the reasons.</summary>
/// <param name="Outcome">Yes, no or cannot tell.</param>
/// <param name="MonthlyMinor">Amount of a month, minor units, when yes.</param>
/// <param name="Months">For how many months, when the scheme says so.</param>
public readonly record struct Reckoned(Answer Outcome, long? MonthlyMinor, int? Months);

/// <summary>Answers by the compiled rules for many cases: the same outcome as <see cref="Decide"/>, without explanation. One thread.</summary>
public sealed class Reckon
{
    private readonly CompiledRule eligible;
    private readonly CompiledRule amount;
    private readonly CompiledRule? months;

    /// <summary>Compiles a benefit's rules.</summary>
    /// <param name="scheme">The package.</param>
    /// <param name="asKnownOn">By values of the law recorded up to this day.</param>
    public Reckon(Scheme scheme, DateOnly asKnownOn)
    {
        (Scheme, Row) = (scheme, scheme.NewRow());
        (eligible, amount) = (scheme.Compile(Decide.Eligible, asKnownOn), scheme.Compile(Decide.Amount, asKnownOn));
        months = scheme.Has(Decide.Months) ? scheme.Compile(Decide.Months, asKnownOn) : null;
    }

    /// <summary>The package.</summary>
    public Scheme Scheme { get; }

    /// <summary>The facts of the case at hand; fill, then <see cref="Ask"/>.</summary>
    public FactRow Row { get; }

    /// <summary>Answers from stored facts. What no evidence proves is no yes by another law either.</summary>
    public Reckoned Of(FactSheet sheet)
    {
        if (sheet.Evidence is { } evidence && evidence.Any(e => e.IsLacking || e.State is EvidenceState.Contradicting))
        {
            return new Reckoned(Answer.CannotTell, null, null);
        }

        Row.Load(sheet.ToFacts());
        return Ask();
    }

    /// <summary>Answers from the row as it is filled.</summary>
    public Reckoned Ask()
    {
        var whether = eligible.Evaluate(Row);
        if (!whether.IsKnown || !whether.AsBool)
        {
            return new Reckoned(whether.IsKnown ? Answer.No : Answer.CannotTell, null, null);
        }

        var (sum, time) = (amount.Evaluate(Row), months?.Evaluate(Row));
        return sum.IsKnown && time is null or { IsKnown: true }
            ? new Reckoned(Answer.Yes, sum.ToMoney(Scheme.Currency).Minor, time is { } t ? (int)t.AsDecimal : null)
            : new Reckoned(Answer.CannotTell, null, null);
    }
}
