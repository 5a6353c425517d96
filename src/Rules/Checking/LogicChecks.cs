using Spmis.Rules.Language;
using static Spmis.Rules.ValueKind;

namespace Spmis.Rules.Checking;

/// <summary>Checks signs, choices and comparisons.</summary>
internal sealed partial class ExpressionChecker
{
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
