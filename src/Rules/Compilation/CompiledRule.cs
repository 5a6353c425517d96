namespace Spmis.Rules;

/// <summary>A rule compiled for millions of cases. Safe between threads as long as each has its own row.</summary>
public sealed class CompiledRule
{
    private readonly Scheme scheme;
    private readonly DateOnly? asKnownOn;
    private readonly Func<FactRow, RuleValue> evaluate;

    internal CompiledRule(Scheme scheme, string rule, DateOnly? asKnownOn, Func<FactRow, RuleValue> evaluate) =>
        (this.scheme, Rule, this.asKnownOn, this.evaluate) = (scheme, rule, asKnownOn, evaluate);

    /// <summary>The rule's name.</summary>
    public string Rule { get; }

    /// <summary>The value for a row, the same as the interpreter's; unknown without reasons. Ask <see cref="Scheme.Evaluate"/> with <see cref="FactRow.ToFacts"/> for those.</summary>
    public RuleValue Evaluate(FactRow row)
    {
        try
        {
            return evaluate(row);
        }
        catch (OverflowException)
        {
            // The interpreter knows which branch became too large, and whether that matters.
            return scheme.Interpret(Rule, row.ToFacts(), asKnownOn);
        }
    }
}
