using Spmis.Rules.Checking;
using Spmis.Rules.Compilation;

namespace Spmis.Rules;

/// <summary>A rule compiled for millions of cases. Safe between threads as long as each has its own row.</summary>
public sealed class CompiledRule
{
    private readonly Scheme scheme;
    private readonly DateOnly? asKnownOn;
    private readonly QuickRule quick;
    private readonly Lazy<Func<FactRow, RuleValue>> careful;

    internal CompiledRule(Scheme scheme, Rule rule, DateOnly? asKnownOn)
    {
        (this.scheme, Rule, this.asKnownOn) = (scheme, rule.Id, asKnownOn);
        quick = QuickCompiler.Compile(scheme, rule, asKnownOn);
        careful = new(() => RuleCompiler.Compile(scheme, rule, asKnownOn));
    }

    /// <summary>The rule's name.</summary>
    public string Rule { get; }

    /// <summary>The value for a row, the same as the interpreter's; unknown without reasons. Ask <see cref="Scheme.Evaluate"/> with <see cref="FactRow.ToFacts"/> for those.</summary>
    public RuleValue Evaluate(FactRow row)
    {
        try
        {
            if (quick(row, out var value))
            {
                return value;
            }
        }
        catch (Exception e) when (e is OverflowException or ArgumentOutOfRangeException)
        {
            // A branch that is not asked for became too large, or a stand-in for a missing value fell out of the calendar.
        }

        return EvaluateCarefully(row);
    }

    /// <summary>The careful way, which needs nothing to be known.</summary>
    internal RuleValue EvaluateCarefully(FactRow row)
    {
        try
        {
            return careful.Value(row);
        }
        catch (OverflowException)
        {
            // The interpreter knows which branch became too large, and whether that matters.
            return scheme.Interpret(Rule, row.ToFacts(), asKnownOn);
        }
    }
}
