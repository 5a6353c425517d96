using Spmis.Rules.Checking;

namespace Spmis.Rules.Evaluation;

internal sealed partial class Interpreter
{
    private const string TooLarge = "a number became too large";

    private static RuleValue Arithmetic(ArithmeticNode node, RuleValue left, RuleValue right)
    {
        if (!left.IsKnown || !right.IsKnown)
        {
            return Doubtful(left, right);
        }

        try
        {
            decimal? outcome = node.Operator switch
            {
                '+' => left.Raw + right.Raw,
                '-' => left.Raw - right.Raw,
                '*' => left.Raw * right.Raw,
                _ => Numbers.Divide(left.Raw, right.Raw),
            };
            return outcome is { } value ? RuleValue.Of(node.Kind, value) : Because(Numbers.DividedByZero);
        }
        catch (OverflowException)
        {
            return Because(TooLarge);
        }
    }

    private RuleValue Compare(CompareNode node, List<ExplanationNode>? into)
    {
        var children = into is null ? null : new List<ExplanationNode>();
        var (left, right) = (Of(node.Left, children), Of(node.Right, children));
        var value = left.IsKnown && right.IsKnown ? RuleValue.Bool(Holds(node, left, right)) : Doubtful(left, right);
        into?.Add(Node("compare", value) with
        {
            Operator = node.Operator,
            Left = left.IsKnown ? left.ToString() : null,
            LeftType = left.Kind,
            Right = right.IsKnown ? right.ToString() : null,
            RightType = right.Kind,
            Gap = Gap(node.Operator, left, right, value),
            Children = children!, // Made whenever into is.
        });
        return value;
    }

    private static bool Holds(CompareNode node, RuleValue left, RuleValue right)
    {
        var order = left.Kind is ValueKind.Text ? (string.Equals(left.AsText, right.AsText, StringComparison.Ordinal) ? 0 : 1) : left.Raw.CompareTo(right.Raw);
        return node.Operator switch { "==" => order == 0, "!=" => order != 0, "<" => order < 0, "<=" => order <= 0, ">" => order > 0, _ => order >= 0 };
    }

    /// <summary>By how much the left side would have to change.</summary>
    private static string? Gap(string op, RuleValue left, RuleValue right, RuleValue outcome)
    {
        if (!outcome.IsKnown || outcome.AsBool || left.Kind is ValueKind.Text or ValueKind.Bool or ValueKind.Month || op is "==" or "!=")
        {
            return null;
        }

        return RuleValue.Number(right.Raw - left.Raw).ToString();
    }

    private RuleValue Not(NotNode node, List<ExplanationNode>? into)
    {
        var children = into is null ? null : new List<ExplanationNode>();
        var operand = Of(node.Operand, children);
        var value = operand.IsKnown ? RuleValue.Bool(!operand.AsBool) : operand;
        into?.Add(Node("not", value) with { Children = children! }); // Made whenever into is.
        return value;
    }

    private RuleValue Logic(LogicNode node, List<ExplanationNode>? into)
    {
        var children = into is null ? null : new List<ExplanationNode>();
        var values = new List<RuleValue>(node.Parts.Count);
        foreach (var part in node.Parts)
        {
            var value = Of(part, children);
            values.Add(value);

            // Without explanation the first branch that decides ends it; with one, every branch is shown.
            if (into is null && value.IsKnown && value.AsBool != node.All)
            {
                return value;
            }
        }

        var decided = values.Any(v => v.IsKnown && v.AsBool != node.All);
        var outcome = decided ? RuleValue.Bool(!node.All) : values.All(v => v.IsKnown) ? RuleValue.Bool(node.All) : Doubtful(values);
        into?.Add(Node(node.All ? "all" : "any", outcome) with { Children = children! }); // Made whenever into is.
        return outcome;
    }

    private RuleValue Choice(ChoiceNode node, List<ExplanationNode>? into)
    {
        var condition = When(node.Condition, into);
        return !condition.IsKnown ? condition : Of(node.Type, Of(condition.AsBool ? node.Then : node.Else, into));
    }

    private RuleValue When(Node condition, List<ExplanationNode>? into)
    {
        var children = into is null ? null : new List<ExplanationNode>();
        var value = Of(condition, children);
        into?.Add(Node("case", value) with { Children = children! }); // Made whenever into is.
        return value;
    }

    private RuleValue Exceptions(ExceptionsNode node, List<ExplanationNode>? into)
    {
        var whens = node.Exceptions.Select(e => When(e.When, into)).ToList();
        var holding = whens.Count(w => w.IsKnown && w.AsBool);
        if (holding > 1)
        {
            return Because("two exceptions hold at once");
        }

        if (whens.Any(w => !w.IsKnown))
        {
            return Doubtful(whens);
        }

        var chosen = whens.FindIndex(w => w.AsBool);
        return Of(node.Type, Of(chosen < 0 ? node.Normal : node.Exceptions[chosen].Then, into));
    }

    private RuleValue Dated(DatedNode node, List<ExplanationNode>? into)
    {
        var day = Of(node.Day, into);
        if (!day.IsKnown)
        {
            return day;
        }

        foreach (var (from, to, formula) in node.Formulas)
        {
            if (day.AsDate >= from && day.AsDate <= to)
            {
                return Of(node.Type, Of(formula, into));
            }
        }

        return Because($"no formula was in force on {day}");
    }

    private RuleValue Named(NamedNode node, List<ExplanationNode>? into)
    {
        var children = into is null ? null : new List<ExplanationNode>();
        var value = Of(node.Inner, children);
        into?.Add(Node("part", value) with { Id = node.Id, Labels = node.Labels, Article = node.Article, Formula = node.Formula, Children = children! }); // Made whenever into is.
        return value;
    }

    private RuleValue Round(RoundNode node, List<ExplanationNode>? into)
    {
        var children = into is null ? null : new List<ExplanationNode>();
        var before = Of(node.Operand, children);
        var value = before;
        try
        {
            value = before.IsKnown ? RuleValue.Of(node.Kind, Numbers.Round(before.Raw, node.Step, node.Mode)) : before;
        }
        catch (OverflowException)
        {
            value = Because(TooLarge);
        }

        into?.AddRange(children!); // Made whenever into is.
        if (value != before)
        {
            into?.Add(Node("round", value) with { Left = before.ToString(), LeftType = before.Kind, Step = RuleValue.Number(node.Step).ToString(), Mode = node.Mode });
        }

        return value;
    }

    private RuleValue Extreme(ExtremeNode node, List<ExplanationNode>? into)
    {
        var values = node.Parts.Select(p => Of(p, into)).ToList();
        return values.All(v => v.IsKnown)
            ? Of(node.Type, node.Largest ? values.MaxBy(v => v.Raw) : values.MinBy(v => v.Raw))
            : Doubtful(values);
    }

    private RuleValue Function(FunctionNode node, List<ExplanationNode>? into)
    {
        var values = node.Arguments.Select(a => Of(a, into)).ToArray();
        if (!values.All(v => v.IsKnown))
        {
            return Doubtful(values);
        }

        try
        {
            var value = FunctionCaller.Call(node, values);
            return value.IsKnown ? value : Because(node.Function.Reason);
        }
        catch (OverflowException)
        {
            return Because(TooLarge);
        }
    }
}
