using Spmis.Rules.Language;
using static Spmis.Rules.ValueKind;

namespace Spmis.Rules.Checking;

/// <summary>Checks one expression: every name known, every unit right. Errors carry the offset in the expression.</summary>
internal sealed partial class ExpressionChecker
{
    private readonly Scope scope;
    private readonly string group;
    private readonly Func<string, Rule> rule;
    private readonly CallChecks calls;

    public ExpressionChecker(Scope scope, string group, Func<string, Rule> rule)
    {
        (this.scope, this.group, this.rule) = (scope, group, rule);
        Units = new Units(scope);
        calls = new CallChecks(scope, this);
    }

    public Units Units { get; }

    public Node Check(Syntax syntax) => syntax switch
    {
        NumberSyntax s => Units.Constant(decimal.Truncate(s.Value) == s.Value && s.Value.Scale == 0 && s.Value < 1_000_000_000_000_000m ? RuleValue.Int((long)s.Value) : RuleValue.Number(s.Value)),
        RateSyntax s => Units.Constant(RuleValue.Rate(s.Value)),
        QuantitySyntax s => Quantity(s),
        DateSyntax s => Units.Constant(RuleValue.Date(s.Value)),
        MonthSyntax s => Units.Constant(RuleValue.Month(s.Value)),
        TextSyntax s => Units.Constant(RuleValue.Text(s.Value)),
        BoolSyntax s => Units.Constant(RuleValue.Bool(s.Value)),
        NameSyntax s => Name(s),
        UnarySyntax s => Unary(s),
        IfSyntax s => Choice(s),
        InSyntax s => In(s),
        LookupSyntax s => Lookup(s),
        CallSyntax s => calls.Check(s),
        BinarySyntax { Operator: "and" or "or" } s => Logic(s),
        BinarySyntax { Operator: "+" or "-" or "*" or "/" } s => Units.Arithmetic(s, Check(s.Left), Check(s.Right)),
        BinarySyntax { Operator: "has" } s => Has(s),
        BinarySyntax s => Compare(s),
        _ => throw new InvalidOperationException($"Unknown syntax {syntax.GetType().Name}."),
    };

    public Node Check(Syntax syntax, ValueKind wanted, string where)
    {
        var node = Check(syntax);
        return node.Kind == wanted ? node : throw new SyntaxError(syntax.Offset, $"{where} must be a {new RuleType(wanted)}, but this is a {node.Type}.", wanted is Bool ? "Write a condition, such as a comparison." : $"Give a {new RuleType(wanted)}.");
    }

    private ConstantNode Quantity(QuantitySyntax s) => s.Unit switch
    {
        "year" or "years" when Whole(s) is { } n => Units.Constant(RuleValue.Months(n * 12)),
        "month" or "months" when Whole(s) is { } n => Units.Constant(RuleValue.Months(n)),
        "week" or "weeks" when Whole(s) is { } n => Units.Constant(RuleValue.Days(n * 7)),
        "day" or "days" when Whole(s) is { } n => Units.Constant(RuleValue.Days(n)),
        _ when s.Unit == scope.Currency.Code => Units.Constant(RuleValue.Money(s.Value)),
        { Length: 3 } code when code.All(char.IsAsciiLetterUpper) => throw new SyntaxError(s.Offset, $"The scheme counts in {scope.Currency}, not in {code}.", $"Write the amount in {scope.Currency}."),
        _ => throw new SyntaxError(s.Offset, $"'{s.Value} {s.Unit}' is no quantity.", $"Units are {scope.Currency}, years, months, weeks and days, with whole numbers of time."),
    };

    private static long? Whole(QuantitySyntax s) => decimal.Truncate(s.Value) == s.Value && s.Value <= 100_000 ? (long)s.Value : null;

    private Node Name(NameSyntax s)
    {
        if (scope.Rule(s.Name, group) is { } draft)
        {
            var found = rule(draft.Id);
            return new RuleNode(found) { Rounded = found.Body.Rounded };
        }

        if (scope.Fact(s.Name) is { } fact)
        {
            return fact.Fact.IsList
                ? throw new SyntaxError(s.Offset, $"'{s.Name}' is a list.", $"Ask about it: count({s.Name} where ...), sum({fact.Fact.Fields[0].Name} over {s.Name}).")
                : new FactNode(fact.Fact, fact.List) { Rounded = true };
        }

        if (scope.Parameter(s.Name) is not null)
        {
            return WithKeys(Figure(s), s.Offset);
        }

        throw Unknown(s);
    }

    public SyntaxError Unknown(NameSyntax s)
    {
        var nearest = Suggestion.Nearest(s.Name, scope.Names);
        return new SyntaxError(s.Offset, $"Nothing is called '{s.Name}'.", nearest is null ? $"Declare it under facts, parameters or rules. A plain word stands between single quotes; where it is the whole expression write \"'{s.Name}'\", since YAML takes the outer quotes away." : $"Did you mean '{nearest}'?");
    }
}
