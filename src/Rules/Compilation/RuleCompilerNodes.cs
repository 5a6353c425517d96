using System.Linq.Expressions;
using Spmis.Rules.Checking;
using Spmis.Rules.Evaluation;
using Spmis.Rules.Parameters;
using Spmis.Values;

namespace Spmis.Rules.Compilation;

internal sealed partial class RuleCompiler
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
            _ => Expression.Call(Method(nameof(Divide)), left, right),
        };
    }

    public static decimal? Divide(decimal? dividend, decimal? divisor) => dividend is { } x && divisor is { } y ? Numbers.Divide(x, y) : null;

    private Expression Compare(CompareNode node, Block block)
    {
        var (left, right) = (Of(node.Left, block), Of(node.Right, block));
        if (left.Type == typeof(string))
        {
            return Expression.Call(Method(nameof(SameText)), left, right, Expression.Constant(node.Operator == "=="));
        }

        if (left.Type != right.Type)
        {
            (left, right) = (As(left, typeof(decimal)), As(right, typeof(decimal)));
        }

        return node.Operator switch
        {
            "==" => Expression.Equal(left, right, true, null),
            "!=" => Expression.NotEqual(left, right, true, null),
            "<" => Expression.LessThan(left, right, true, null),
            "<=" => Expression.LessThanOrEqual(left, right, true, null),
            ">" => Expression.GreaterThan(left, right, true, null),
            _ => Expression.GreaterThanOrEqual(left, right, true, null),
        };
    }

    public static bool? SameText(string? left, string? right, bool equal) => left is null || right is null ? null : string.Equals(left, right, StringComparison.Ordinal) == equal;

    private Expression Exceptions(ExceptionsNode node, Block block)
    {
        var whens = node.Exceptions.Select(e => Of(e.When, block)).ToList();
        var kept = whens.Select(w => Expression.Variable(typeof(bool?))).ToList();
        var outcome = Of(node.Normal, block, node.Kind);
        var type = outcome.Type;
        for (var i = kept.Count - 1; i >= 0; i--)
        {
            var then = Of(node.Exceptions[i].Then, block, node.Kind);
            // When this one holds, every other must be known not to.
            var alone = kept.Where((_, j) => j != i).Select(k => Expression.Equal(k, Expression.Constant(false, typeof(bool?)))).Aggregate((Expression)Expression.Constant(true), Expression.AndAlso);
            outcome = If(kept[i], Expression.Condition(alone, then, Expression.Default(type)), outcome);
        }

        return Expression.Block(kept, [.. kept.Zip(whens, Expression.Assign), outcome]);
    }

    private Expression Dated(DatedNode node, Block block) => Once(Of(node.Day, block), day =>
    {
        var type = Nullable(ClrValues.TypeOf(node.Kind));
        var chain = (Expression)Expression.Default(type);
        foreach (var (from, to, formula) in node.Formulas.Reverse())
        {
            var holds = Expression.AndAlso(
                Expression.GreaterThanOrEqual(Bare(day), Expression.Constant(from)),
                Expression.LessThanOrEqual(Bare(day), Expression.Constant(to)));
            chain = Expression.Condition(holds, Of(formula, block, node.Kind), chain);
        }

        return Expression.Condition(Known(day), chain, Expression.Default(type));
    });

    private Expression Round(RoundNode node, Block block)
    {
        var rounded = Expression.Call(Method(nameof(Rounded)), As(Of(node.Operand, block), typeof(decimal)), Expression.Constant(node.Step), Expression.Constant(node.Mode));
        return As(rounded, ClrValues.TypeOf(node.Kind));
    }

    public static decimal? Rounded(decimal? value, decimal step, RoundingMode mode) => value is { } known ? Numbers.Round(known, step, mode) : null;

    private Expression Function(FunctionNode node, Block block)
    {
        var parameters = node.Function.Method.GetParameters().Where(p => p.ParameterType != typeof(WorkCalendar)).ToList();
        var values = node.Arguments.Zip(parameters, (a, p) => As(Of(a, block), p.ParameterType)).ToList();
        var kept = values.Select(v => Expression.Variable(v.Type)).ToList();
        IEnumerable<Expression> context = node.Context is null ? [] : [Expression.Constant(node.Context)];
        var call = As(Expression.Call(node.Function.Method, [.. context, .. kept.Select(Bare)]), ClrValues.TypeOf(node.Kind));
        var all = kept.Select(Known).Aggregate(Expression.AndAlso);
        return Expression.Block(kept, [.. kept.Zip(values, Expression.Assign), Expression.Condition(all, call, Expression.Default(call.Type))]);
    }

    private Expression Figure(ParameterNode node, Block block)
    {
        if (node.Keys.Count > 0 || ClrValues.TypeOf(node.Kind) != typeof(decimal))
        {
            return FigureOf(node, CellOf(node, block));
        }

        var table = Expression.Constant(new FigureTable(node.Parameter, asKnownOn));
        return node.Day is null
            ? Expression.Call(table, nameof(FigureTable.NumberAt), null, Expression.Constant(DateOnly.MinValue))
            : Once(Of(node.Day, block), day => Expression.Condition(Known(day), Expression.Call(table, nameof(FigureTable.NumberAt), null, Bare(day)), Expression.Default(typeof(decimal?))));
    }

    private static Expression FigureOf(ParameterNode node, Expression cell)
    {
        var type = ClrValues.TypeOf(node.Kind);
        return type == typeof(decimal) ? Expression.Call(typeof(FigureTable), nameof(FigureTable.Decimal), null, cell)
            : type == typeof(string) ? Expression.Call(typeof(FigureTable), nameof(FigureTable.Text), null, cell)
            : Expression.Call(typeof(FigureTable), nameof(FigureTable.Other), [type], cell);
    }

    /// <summary>The cell of a figure, null where there is none or a key is unknown.</summary>
    private Expression CellOf(ParameterNode node, Block block)
    {
        var table = Expression.Constant(new FigureTable(node.Parameter, asKnownOn));
        var at = node.Day is null
            ? Expression.Call(table, nameof(FigureTable.At), null, Expression.Constant(DateOnly.MinValue))
            : Once(Of(node.Day, block), day => Expression.Condition(Known(day), Expression.Call(table, nameof(FigureTable.At), null, Bare(day)), Expression.Constant(null, typeof(Cell))));
        return node.Keys.Aggregate(at, (cell, key) => Once(Of(key, block), k => Expression.Condition(
            Known(k),
            Expression.Call(typeof(FigureTable), nameof(FigureTable.Row), null, cell, ClrValues.ToRuleValue(k, Expression.Constant(key.Kind))),
            Expression.Constant(null, typeof(Cell)))));
    }

    private Expression Scale(ScaleNode node, Block block) =>
        Expression.Call(Method(nameof(Scaled)), Expression.Constant(node.Mode), CellOf(node.Table, block), As(Of(node.Operand, block), typeof(decimal)));

    private Expression Uprate(UprateNode node, Block block) =>
        Expression.Call(Method(nameof(Uprated)), As(Of(node.Operand, block), typeof(decimal)), CellOf(node.Table, block), Of(node.First, block), Of(node.Last, block), Expression.Constant(node.Step), Expression.Constant(node.Mode));

    public static decimal? Uprated(decimal? amount, Cell? table, long? first, long? last, decimal step, RoundingMode mode) =>
        amount is { } known && first is { } from && last is { } to && table is not null ? Scales.Uprated(table, known, from, to, step, mode) : null;

    public static decimal? Scaled(ScaleMode mode, Cell? cell, decimal? at) => cell is not null && at is { } known ? ScaleValues.Apply(mode, cell, known) : null;
}
