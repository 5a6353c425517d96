using Spmis.Rules.Language;
using static Spmis.Rules.ValueKind;

namespace Spmis.Rules.Checking;

/// <summary>Which units go together, and what comes out.</summary>
internal sealed class Units(Scope scope)
{
    public ConstantNode Constant(RuleValue value) => new(value) { Rounded = value.Kind is not Money || scope.IsWhole(value.Raw) };

    /// <summary>+ - * /.</summary>
    public Node Arithmetic(BinarySyntax syntax, Node left, Node right)
    {
        var op = syntax.Operator[0];
        if (Time(syntax.Operator, left, right) is { } time)
        {
            return time;
        }

        var kind = (op, left.Kind, right.Kind) switch
        {
            (_, Int or Number or Rate, Int or Number or Rate) => Plain(op, left.Kind, right.Kind),
            ('+' or '-', Money, Money) => Money,
            ('+' or '-', Months, Months) => Months,
            ('+' or '-', Days, Days) => Days,
            ('*', Money, Int or Number or Rate) or ('*', Int or Number or Rate, Money) or ('/', Money, Int or Number or Rate) => Money,
            ('*', Months, Int) or ('*', Int, Months) => Months,
            ('*', Days, Int) or ('*', Int, Days) => Days,
            ('/', Money, Money) or ('/', Months, Months) or ('/', Days, Days) => Number,
            _ => throw Misfit(syntax, left, right),
        };
        var rounded = kind is not Money || (op is '+' or '-' && left.Rounded && right.Rounded)
            || (op == '*' && ((left.Kind is Int && right.Rounded) || (right.Kind is Int && left.Rounded)));
        return MultiplyFirst(new RuleType(kind), op, left, right, rounded);
    }

    // 1357 * (1/3) is not 1357 / 3 in decimals: a * (b / c) is reckoned as a * b / c, and (a / b) * c as a * c / b.
    private static ArithmeticNode MultiplyFirst(RuleType type, char op, Node left, Node right, bool rounded)
    {
        if (op == '*' && right is ArithmeticNode { Operator: '/' } quotient)
        {
            var product = MultiplyFirst(Product(left, quotient.Left), '*', left, quotient.Left, rounded: false);
            return new ArithmeticNode(type, '/', product, quotient.Right);
        }

        if (op == '*' && left is ArithmeticNode { Operator: '/' } first)
        {
            var product = MultiplyFirst(Product(first.Left, right), '*', first.Left, right, rounded: false);
            return new ArithmeticNode(type, '/', product, first.Right);
        }

        return new ArithmeticNode(type, op, left, right) { Rounded = rounded };
    }

    private static RuleType Product(Node left, Node right) => (left.Kind, right.Kind) switch
    {
        (Money, _) or (_, Money) => new RuleType(Money),
        (Int or Months or Days, Int or Months or Days) => new RuleType(Int),
        _ => new RuleType(Number),
    };

    private static ValueKind Plain(char op, ValueKind left, ValueKind right) =>
        op == '/' ? (left is Rate && right is not Rate ? Rate : Number)
        : left is Rate || right is Rate ? Rate
        : left is Number || right is Number ? Number : Int;

    private static FunctionNode? Time(string op, Node left, Node right)
    {
        var swap = op == "+" && left.Kind is Months or Days && right.Kind is Date or Month;
        var (a, b) = swap ? (right, left) : (left, right);
        var function = Library.TimeOperators.FirstOrDefault(f => f.Name == op && f.Takes[0] == a.Kind && f.Takes[1] == b.Kind);
        return function is null ? null : new FunctionNode(function, null, [a, b], new RuleType(function.Yields)) { Rounded = true };
    }

    private SyntaxError Misfit(BinarySyntax syntax, Node left, Node right)
    {
        var word = syntax.Operator switch { "+" => "added to", "-" => "taken from", "*" => "multiplied by", _ => "divided by" };
        var wrong = syntax.Operator == "-" ? $"A {right.Type} cannot be taken from a {left.Type}." : $"A {left.Type} cannot be {word} a {right.Type}.";
        var right1 = (left.Kind, right.Kind) switch
        {
            (Money, Int or Number) or (Int or Number, Money) => $"If the number is an amount, write it with its currency: 800 {scope.Currency}.",
            (Money, Rate) or (Rate, Money) => "Money is multiplied by a rate: wage * rate.",
            (Money, Money) => "Multiply money by a rate or a number; an index is written amount * (later / earlier).",
            (Date or Month, Int) or (Int, Date or Month) => "Say the unit of the number: 14 days, 6 months, 2 years.",
            (Date, Month) or (Month, Date) => "Turn one into the other: month_of(date), first_day(month), last_day(month).",
            (Months or Days, Int or Number or Rate) or (Int or Number or Rate, Months or Days) => "Say the unit of the number (6 months), or take it from the duration: in_months(...).",
            _ => "See the table of units in src/Rules/README.md.",
        };
        return new SyntaxError(syntax.Offset, wrong, right1);
    }

    /// <summary>Brings several values to one unit; a bare number takes the unit of its neighbours where that is money.</summary>
    public (RuleType Type, IReadOnlyList<Node> Nodes) Unify(int offset, IReadOnlyList<Node> nodes, string where)
    {
        if (nodes.Any(n => n.Kind is Money))
        {
            nodes = [.. nodes.Select(n => n is ConstantNode { Kind: Int or Number } number ? Constant(RuleValue.Money(number.Value.Raw)) : n)];
        }

        var first = nodes[0];
        if (nodes.All(n => n.Type.IsPlain))
        {
            return (new RuleType(nodes.Any(n => n.Kind is Rate) ? Rate : nodes.Any(n => n.Kind is Number) ? Number : Int), nodes);
        }

        var odd = nodes.FirstOrDefault(n => n.Kind != first.Kind);
        if (odd is null)
        {
            return (first.Kind is Text ? new RuleType(Text, nodes.Select(n => n.Type.Choices).FirstOrDefault(c => c is not null)) : first.Type, nodes);
        }

        var right = (first.Kind, odd.Kind) switch
        {
            (Date, Month) or (Month, Date) => "Turn one into the other: month_of(date), first_day(month), last_day(month).",
            (Months or Days, _) or (_, Months or Days) => "Say the unit of the number: 60 years, 6 months, 14 days.",
            _ => "Both sides need the same unit.",
        };
        throw new SyntaxError(offset, $"A {first.Type} and a {odd.Type} cannot stand together in {where}.", right);
    }
}
