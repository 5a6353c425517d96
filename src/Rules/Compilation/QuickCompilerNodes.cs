using System.Linq.Expressions;
using Spmis.Rules.Checking;
using Spmis.Rules.Evaluation;
using Spmis.Rules.Parameters;
using Spmis.Values;

namespace Spmis.Rules.Compilation;

internal sealed partial class QuickCompiler
{
    private Expression Arithmetic(ArithmeticNode node, Block block)
    {
        var type = node.Operator == '/' ? typeof(decimal) : ClrValues.TypeOf(node.Kind);
        var (left, right) = (As(Of(node.Left, block), type), As(Of(node.Right, block), type));
        return node.Operator switch
        {
            '+' => Expression.AddChecked(left, right),
            '-' => Expression.SubtractChecked(left, right),
            '*' => Expression.MultiplyChecked(left, right),
            _ => Call(nameof(Quotient), left, right, lost),
        };
    }

    private Expression Compare(CompareNode node, Block block)
    {
        if (CompareWithLimit(node, block) is { } quick)
        {
            return quick;
        }

        var (left, right) = (Of(node.Left, block), Of(node.Right, block));
        if (left.Type == typeof(string))
        {
            var same = Call(nameof(SameText), left, right);
            return node.Operator == "==" ? same : Expression.Not(same);
        }

        if (left.Type != right.Type)
        {
            (left, right) = (As(left, typeof(decimal)), As(right, typeof(decimal)));
        }

        return Sign(node.Operator, left, right);
    }

    private static Expression Sign(string op, Expression left, Expression right) => op switch
    {
        "==" => Expression.Equal(left, right),
        "!=" => Expression.NotEqual(left, right),
        "<" => Expression.LessThan(left, right),
        "<=" => Expression.LessThanOrEqual(left, right),
        ">" => Expression.GreaterThan(left, right),
        _ => Expression.GreaterThanOrEqual(left, right),
    };

    private static Expression Better(bool largest, Expression a, Expression b) =>
        a.Type == typeof(decimal) || a.Type == typeof(long)
            ? Expression.Call(typeof(Math), largest ? nameof(Math.Max) : nameof(Math.Min), null, a, b)
            : Expression.Call(Method(largest ? nameof(Later) : nameof(Earlier)).MakeGenericMethod(a.Type), a, b);

    private Expression Function(FunctionNode node, Block block)
    {
        if (Signature(node) is { } signature)
        {
            return Once(signature, node, block, owner => FunctionCall(node, owner));
        }

        return FunctionCall(node, block);
    }

    private Expression FunctionCall(FunctionNode node, Block block)
    {
        var parameters = node.Function.Method.GetParameters().Where(p => p.ParameterType != typeof(WorkCalendar));
        IEnumerable<Expression> context = node.Context is null ? [] : [Expression.Constant(node.Context)];
        var call = Expression.Call(node.Function.Method, [.. context, .. node.Arguments.Zip(parameters, (a, p) => As(Of(a, block), p.ParameterType))]);
        var inner = System.Nullable.GetUnderlyingType(call.Type);
        return As(inner is null ? call : Expression.Call(Method(nameof(Sure)).MakeGenericMethod(inner), call, lost), ClrValues.TypeOf(node.Kind));
    }

    private Expression Figure(ParameterNode node, Block block)
    {
        var type = ClrValues.TypeOf(node.Kind);
        if (node.Keys.Count == 0 && type == typeof(decimal))
        {
            var table = new FigureTable(node.Parameter, asKnownOn);
            return node.Day is null && table.NumberAt(DateOnly.MinValue) is { } constant
                ? Expression.Constant(constant)
                : Expression.Call(Expression.Constant(table), nameof(FigureTable.Number), null, node.Day is null ? Expression.Constant(DateOnly.MinValue) : Of(node.Day, block), lost);
        }

        var cell = CellOf(node, block);
        return type == typeof(decimal) ? Call(nameof(Decimal), cell, lost)
            : type == typeof(string) ? Call(nameof(Text), cell, lost)
            : Expression.Call(Method(nameof(Other)).MakeGenericMethod(type), cell, lost);
    }

    /// <summary>The cell of a figure, null where there is none; one that is asked for with the same day and keys is looked up once.</summary>
    private Expression CellOf(ParameterNode node, Block block) =>
        node.Keys.Count > 0 && Signature(node) is { } signature ? Once(signature, node, block, owner => Lookup(node, owner)) : Lookup(node, block);

    private Expression Lookup(ParameterNode node, Block block)
    {
        var table = new FigureTable(node.Parameter, asKnownOn);
        var at = node.Day is null && table.At(DateOnly.MinValue) is { } constant
            ? (Expression)Expression.Constant(constant)
            : Expression.Call(Expression.Constant(table), nameof(FigureTable.At), null, node.Day is null ? Expression.Constant(DateOnly.MinValue) : Of(node.Day, block));
        return node.Keys.Aggregate(at, (cell, key) => Of(key, block) switch
        {
            { Type: var t } text when t == typeof(string) => Call(nameof(RowOfText), cell, text),
            { Type: var t } number when t == typeof(decimal) || t == typeof(long) => Call(nameof(RowOfNumber), cell, As(number, typeof(decimal))),
            var other => Call(nameof(RowOf), cell, ClrValues.ToRuleValue(other, Expression.Constant(key.Kind))),
        });
    }

    /// <summary>Reckons something once for all places that name it with the same arguments.</summary>
    private ParameterExpression Once(string signature, Node node, Block block, Func<Block, Expression> make)
    {
        for (var known = block; known is not null; known = known.Parent)
        {
            if (known.Shared.TryGetValue(signature, out var found))
            {
                return found;
            }
        }

        var owner = Owner(NodeWalk.FreeElements(node), block);
        var value = make(owner);
        var variable = owner.Shared[signature] = owner.Variable(value.Type, "shared");
        owner.Steps.Add(Expression.Assign(variable, value));
        return variable;
    }

    /// <summary>A text that is the same for the same look-up; null when it rests on more than facts, rules and constants.</summary>
    private static string? Signature(Node node) => node switch
    {
        ConstantNode n => $"{n.Kind} {n.Value}",
        FactNode n => "fact " + n.Fact.Name,
        RuleNode n => "rule " + n.Rule.Id,
        FunctionNode n when n.Arguments.Count > 0 => Join(n.Function.Method.Name + n.Kind, n.Arguments),
        ParameterNode n => Join("figure " + n.Parameter.Id + (n.Day is null ? "" : "@"), n.Day is null ? n.Keys : [n.Day, .. n.Keys]),
        _ => null,
    };

    private static string? Join(string name, IReadOnlyList<Node> parts)
    {
        var inner = parts.Select(Signature).ToList();
        return inner.Contains(null) ? null : $"{name}({string.Join("; ", inner)})";
    }
}
