using Spmis.Rules.Language;
using static Spmis.Rules.ValueKind;

namespace Spmis.Rules.Checking;

/// <summary>Checks one expression: every name known, every unit right. Errors carry the offset in the expression.</summary>
internal sealed class ExpressionChecker
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

    /// <summary>A figure of the law at a day; used by lookups and scales.</summary>
    public ParameterNode Figure(Syntax syntax)
    {
        var lookup = syntax as LookupSyntax ?? new LookupSyntax(syntax.Offset, syntax, null, []);
        if (lookup.Target is not NameSyntax name || scope.Parameter(name.Name) is not { } parameter)
        {
            throw new SyntaxError(syntax.Offset, "Only a figure of the law has a reference date or rows.", "Write figure@day or figure@day[key]; rules and facts stand alone.");
        }

        if (lookup.Day is null && !parameter.IsConstant)
        {
            throw new SyntaxError(name.Offset, $"'{name.Name}' changes over time, and its reference date is missing.", $"Say at which date it counts: {name.Name}@claim.date, {name.Name}@declaration.month ...");
        }

        if (lookup.Day is not null && parameter.IsConstant)
        {
            throw new SyntaxError(lookup.Day.Offset, $"'{name.Name}' is a constant and has no reference date.", $"Write {name.Name}, or give its values dates in 'parameters'.");
        }

        return new ParameterNode(parameter, lookup.Day is null ? null : Day(lookup.Day), Keys(lookup, parameter)) { Rounded = calls.IsWholeFigure(parameter) };
    }

    public Node Day(Syntax syntax)
    {
        var day = Check(syntax);
        return day.Kind switch
        {
            Date => day,
            Month => new FunctionNode(Library.FirstDay, null, [day], new RuleType(Date)),
            _ => throw new SyntaxError(syntax.Offset, $"A reference date is a date or a month, but this is a {day.Type}.", "Write @claim.date, @declaration.month or @2026-02-01."),
        };
    }

    private Node[] Keys(LookupSyntax lookup, Parameters.Parameter parameter)
    {
        // Interpolation takes the table whole; CallChecks asks for that with no keys.
        if (lookup.Keys.Count != parameter.Dimensions.Count && lookup.Keys.Count > 0)
        {
            throw new SyntaxError(lookup.Offset, $"'{parameter.Id}' is looked up by {parameter.Dimensions.Count} key(s), not {lookup.Keys.Count}.", parameter.Dimensions.Count == 0 ? "Take the keys in [ ] away." : $"Give [{string.Join(", ", parameter.Dimensions.Select(d => d.Name))}].");
        }

        return [.. lookup.Keys.Select((k, i) => Key(k, parameter, i))];
    }

    private Node Key(Syntax syntax, Parameters.Parameter parameter, int index)
    {
        var dimension = parameter.Dimensions[index];
        var keys = parameter.Info().Values.Select(v => v.Keys.ElementAtOrDefault(index)).OfType<string>().ToHashSet(StringComparer.Ordinal);
        if (syntax is NameSyntax word && !scope.Knows(word.Name, group) && keys.Contains(word.Name))
        {
            return Units.Constant(RuleValue.Text(word.Name));
        }

        var node = Check(syntax);
        if (dimension.IsClass && node.Kind is Text or Bool)
        {
            throw new SyntaxError(syntax.Offset, $"'{dimension.Name}' of '{parameter.Id}' is a class by number, but this is a {node.Type}.", "Give a number, an amount, a month or a duration.");
        }

        if (!dimension.IsClass && node.Type.Choices?.FirstOrDefault(c => !keys.Contains(c)) is { } gap)
        {
            throw new SyntaxError(syntax.Offset, $"'{parameter.Id}' has no row for '{gap}'.", $"Add it to the table ({gap}: none when the law gives no value). Rows: {string.Join(", ", keys.Order(StringComparer.Ordinal))}.");
        }

        return node;
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
        return new SyntaxError(s.Offset, $"Nothing is called '{s.Name}'.", nearest is null ? "Declare it under facts, parameters or rules; put a plain word between single quotes." : $"Did you mean '{nearest}'?");
    }

    private ParameterNode Lookup(LookupSyntax s) => WithKeys(Figure(s), s.Offset);

    private static ParameterNode WithKeys(ParameterNode node, int offset) =>
        node.Parameter.IsBrackets ? throw new SyntaxError(offset, $"'{node.Parameter.Id}' holds brackets, not one value.", $"Apply them: scale({node.Parameter.Id}@day, amount).")
        : node.Keys.Count == node.Parameter.Dimensions.Count ? node
        : throw new SyntaxError(offset, $"'{node.Parameter.Id}' depends on {string.Join(" and ", node.Parameter.Dimensions.Select(d => d.Name))}.", $"Write {node.Parameter.Id}{(node.Day is null ? "" : "@day")}[{string.Join(", ", node.Parameter.Dimensions.Select(d => d.Name))}].");

    private Node Unary(UnarySyntax s)
    {
        if (s.Operator == "not")
        {
            return new NotNode(Check(s.Operand, Bool, "What follows 'not'"));
        }

        var operand = Check(s.Operand);
        return operand switch
        {
            ConstantNode { Kind: Int or Number or Rate or Money or Months or Days } c => Units.Constant(RuleValue.Of(c.Kind, -c.Value.Raw)),
            { Kind: Int or Number or Rate or Money or Months or Days } => new ArithmeticNode(operand.Type, '-', new ConstantNode(RuleValue.Of(operand.Kind, 0)), operand) { Rounded = operand.Rounded },
            _ => throw new SyntaxError(s.Offset, $"A {operand.Type} has no negative.", "Put the minus before a number, an amount or a duration."),
        };
    }

    private ChoiceNode Choice(IfSyntax s)
    {
        var condition = Check(s.Condition, Bool, "What follows 'if'");
        RefuseConstant(s.Condition.Offset, condition);
        var (type, both) = Units.Unify(s.Offset, [Check(s.Then), Check(s.Else)], "the two branches of an if");
        return new ChoiceNode(type, condition, both[0], both[1]) { Rounded = both.All(b => b.Rounded) };
    }

    /// <summary>A condition that is always the same makes the other branch unreachable.</summary>
    public static void RefuseConstant(int offset, Node condition)
    {
        if (condition is ConstantNode or CompareNode { Left: ConstantNode, Right: ConstantNode })
        {
            throw new SyntaxError(offset, "This condition is always the same, so one branch is never reached.", "Take the condition away, or let it depend on a fact or a figure.");
        }
    }

    private LogicNode Logic(BinarySyntax s)
    {
        var parts = new List<Node>();
        foreach (var side in new[] { s.Left, s.Right })
        {
            var node = Check(side, Bool, $"Each side of '{s.Operator}'");
            // a and b and c is one list of three, so that the explanation shows three branches.
            parts.AddRange(node is LogicNode inner && inner.All == (s.Operator == "and") && side is BinarySyntax ? inner.Parts : [node]);
        }

        return new LogicNode(s.Operator == "and", parts);
    }

    private CompareNode Compare(BinarySyntax s) => Compare(s.Offset, s.Operator, s.Left, s.Right);

    private CompareNode Compare(int offset, string op, Syntax leftSyntax, Syntax rightSyntax)
    {
        var leftIsWord = leftSyntax is NameSyntax { Name: var name } && !scope.Knows(name, group);
        var other = leftIsWord ? Check(rightSyntax) : null;
        var left = leftIsWord ? Word(leftSyntax, other!.Type) : Check(leftSyntax); // Set on the line above when the left is a word.
        var right = other ?? Word(rightSyntax, left.Type);
        var (type, both) = Units.Unify(offset, [left, right], $"a comparison with {op}");
        if (type.Kind is Text or Bool && op is not ("==" or "!="))
        {
            throw new SyntaxError(offset, $"A {type} has no order.", "Compare it with == or !=.");
        }

        foreach (var constant in both.OfType<ConstantNode>().Where(c => c.Kind is Text && type.Choices?.Contains(c.Value.AsText) is false))
        {
            throw new SyntaxError(offset, $"'{constant.Value}' is never the case: it is none of {string.Join(", ", type.Choices!)}.{Suggestion.For(constant.Value.AsText, type.Choices!)}", "Use one of the choices."); // Choices are there, or the filter would be empty.
        }

        return new CompareNode(op, both[0], both[1]);
    }

    /// <summary>A bare word beside a fact with choices is one of them.</summary>
    private Node Word(Syntax syntax, RuleType beside)
    {
        if (syntax is not NameSyntax { Name: var name } || beside.Kind is not Text)
        {
            return Check(syntax);
        }

        if (beside.Choices?.Contains(name) is true)
        {
            return Units.Constant(RuleValue.Text(name));
        }

        return scope.Knows(name, group) ? Check(syntax) : throw new SyntaxError(syntax.Offset, $"'{name}' is none of the choices.{Suggestion.For(name, beside.Choices ?? [])}", beside.Choices is null ? $"Put a plain word between single quotes: '{name}'." : $"Choices: {string.Join(", ", beside.Choices)}.");
    }

    private Node In(InSyntax s)
    {
        var parts = s.Choices.Select(c => (Node)Compare(c.Offset, "==", s.Operand, c)).ToList();
        return parts.Count == 1 ? parts[0] : new LogicNode(false, parts);
    }

    private AggregateNode Has(BinarySyntax s)
    {
        if (s.Left is not NameSyntax name || scope.Fact(name.Name) is not { Fact: { Fields: [var field], Element: var element } list } || field.Name != element)
        {
            throw new SyntaxError(s.Offset, "Only a list of words 'has' something.", "Declare the fact as {list: category, of: text, choices: [...]}.");
        }

        var match = new CompareNode("==", new FactNode(field, list), Word(s.Right, field.Type));
        return new AggregateNode(new RuleType(Bool), AggregateKind.Any, list) { Operand = match };
    }
}
