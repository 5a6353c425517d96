using System.Linq.Expressions;
using Spmis.Rules.Checking;
using Spmis.Rules.Evaluation;
using Spmis.Values;

namespace Spmis.Rules.Compilation;

internal sealed partial class RuleCompiler
{
    /// <summary>
    /// A loop over the records: where it cannot tell it only notes a doubt, so that any and all may still be decided by another record.
    /// </summary>
    private Expression Aggregate(AggregateNode node, Block block)
    {
        var layout = scheme.Layout.Lists[node.List.Name];
        var list = Expression.Variable(typeof(RecordList), "list");
        var index = Expression.Variable(typeof(int), "i");
        var doubt = Expression.Variable(typeof(bool), "doubt");
        var columns = new Dictionary<string, (ParameterExpression Cells, ParameterExpression Width)>(StringComparer.Ordinal);
        var inner = new Block(block, layout, slot => Cell(columns, index, slot));
        var where = node.Where is null ? null : Of(node.Where, inner);
        var (state, prepare, take, outcome) = Kind(node, block, inner, doubt);

        var doubtful = Expression.Assign(doubt, Expression.Constant(true));
        var step = where is null ? take : Once(where, w => Expression.IfThenElse(Known(w), Expression.IfThen(Bare(w), take), doubtful));
        var end = Expression.Label();
        var loop = Expression.Loop(
            Expression.IfThenElse(
                Expression.LessThan(index, Expression.Property(list, nameof(RecordList.Count))),
                Expression.Block(inner.Around(step), Expression.PreIncrementAssign(index)),
                Expression.Break(end)),
            end);
        var whole = Expression.Block(
            Expression.Assign(index, Expression.Constant(0)),
            Expression.Assign(doubt, Expression.Constant(false)),
            Fetch(list, columns),
            prepare,
            loop,
            outcome);
        return Expression.Block(
            [list, index, doubt, .. state, .. columns.Values.SelectMany(c => new[] { c.Cells, c.Width })],
            Expression.Assign(list, Expression.ArrayIndex(Expression.Property(row, nameof(FactRow.Lists)), Expression.Constant(layout.Index))),
            Expression.Condition(Expression.LessThan(Expression.Property(list, nameof(RecordList.Count)), Expression.Constant(0)), Expression.Default(outcome.Type), whole));
    }

    public static (Expression Cells, Expression Index) Cell(Dictionary<string, (ParameterExpression Cells, ParameterExpression Width)> columns, ParameterExpression index, FactSlot slot)
    {
        var family = FactCells.Array(slot.Kind);
        if (!columns.TryGetValue(family, out var column))
        {
            var type = Nullable(ClrValues.TypeOf(slot.Kind)).MakeArrayType();
            column = columns[family] = (Expression.Variable(type, family), Expression.Variable(typeof(int), family + "Width"));
        }

        return (column.Cells, Expression.Add(Expression.Constant(slot.Index), Expression.Multiply(index, column.Width)));
    }

    /// <summary>The arrays the loop reads, fetched once before it.</summary>
    public static BlockExpression Fetch(ParameterExpression list, Dictionary<string, (ParameterExpression Cells, ParameterExpression Width)> columns) => Expression.Block(
    [
        .. columns.SelectMany(c => new Expression[]
        {
            Expression.Assign(c.Value.Cells, Expression.Property(Expression.Property(list, nameof(RecordList.Cells)), c.Key)),
            Expression.Assign(c.Value.Width, Expression.Property(Expression.Property(list, nameof(RecordList.Widths)), c.Key)),
        }),
        Expression.Empty(),
    ]);

    private Parts Kind(AggregateNode node, Block outer, Block inner, ParameterExpression doubt) => node.Aggregate switch
    {
        AggregateKind.Count => Counted(doubt),
        AggregateKind.Any or AggregateKind.All => Decided(node, inner, doubt),
        AggregateKind.Sum => Summed(node, inner, doubt),
        AggregateKind.Min or AggregateKind.Max => Extreme(node, inner, doubt),
        _ => Gathered(node, outer, inner, doubt),
    };

    private static Parts Counted(ParameterExpression doubt)
    {
        var count = Expression.Variable(typeof(long), "count");
        return new Parts([count], Expression.Assign(count, Expression.Constant(0L)), Expression.PreIncrementAssign(count), Unless(doubt, Expression.Convert(count, typeof(long?))));
    }

    private Parts Decided(AggregateNode node, Block inner, ParameterExpression doubt)
    {
        var all = node.Aggregate is AggregateKind.All;
        var decided = Expression.Variable(typeof(bool), "decided");
        var take = Once(Operand(node, inner), v => Expression.IfThenElse(
            Known(v),
            Expression.IfThen(Expression.NotEqual(Bare(v), Expression.Constant(all)), Expression.Assign(decided, Expression.Constant(true))),
            Expression.Assign(doubt, Expression.Constant(true))));
        var outcome = Expression.Condition(decided, Expression.Constant(!all, typeof(bool?)), Unless(doubt, Expression.Constant(all, typeof(bool?))));
        return new Parts([decided], Expression.Assign(decided, Expression.Constant(false)), take, outcome);
    }

    private Parts Summed(AggregateNode node, Block inner, ParameterExpression doubt)
    {
        var type = ClrValues.TypeOf(node.Kind);
        var sum = Expression.Variable(type, "sum");
        var take = Take(Operand(node, inner), doubt, v => Expression.Assign(sum, Expression.AddChecked(sum, v)));
        return new Parts([sum], Expression.Assign(sum, Expression.Default(type)), take, Unless(doubt, Expression.Convert(sum, Nullable(type))));
    }

    private Parts Extreme(AggregateNode node, Block inner, ParameterExpression doubt)
    {
        var type = ClrValues.TypeOf(node.Kind);
        var best = Expression.Variable(Nullable(type), "best");
        var better = Method(node.Aggregate is AggregateKind.Max ? nameof(Larger) : nameof(Smaller)).MakeGenericMethod(type);
        var take = Once(Operand(node, inner), v => Expression.IfThenElse(
            Known(v),
            Expression.Assign(best, Expression.Condition(Known(best), Expression.Call(better, best, v), v)),
            Expression.Assign(doubt, Expression.Constant(true))));
        return new Parts([best], Expression.Assign(best, Null(type)), take, Unless(doubt, best));
    }

    private Parts Gathered(AggregateNode node, Block outer, Block inner, ParameterExpression doubt)
    {
        var gathered = Expression.Variable(typeof(Collector), "gathered");
        var operand = As(Ordinal(Operand(node, inner)), typeof(decimal));
        var key = node.Key is null ? Expression.Constant(0L, typeof(long?)) : Ordinal(Of(node.Key, inner), node.Aggregate is AggregateKind.HighestQuarter);
        var take = Once(key, k => Expression.IfThenElse(
            Known(k),
            Take(operand, doubt, v => Expression.Call(gathered, nameof(Collector.Add), null, v, Bare(k))),
            Expression.Assign(doubt, Expression.Constant(true))));
        var prepare = Expression.Assign(gathered, Expression.Call(row, nameof(FactRow.Collect), null, Expression.Constant(NextCollector())));
        var type = ClrValues.TypeOf(node.Kind);
        if (node.Aggregate is AggregateKind.HighestQuarter)
        {
            return new Parts([gathered], prepare, take, Unless(doubt, As(Expression.Call(gathered, nameof(Collector.HighestGroup), null), type)));
        }

        if (node.Aggregate is AggregateKind.Overlaps)
        {
            return new Parts([gathered], prepare, take, Unless(doubt, Expression.Convert(Expression.Call(gathered, nameof(Collector.Overlap), null), typeof(bool?))));
        }

        var number = Of(node.Number!, outer); // best and last have one.
        var method = node.Aggregate is AggregateKind.Best ? nameof(Collector.Best) : nameof(Collector.Last);
        var outcome = Once(number, n => Expression.Condition(Known(n), As(Expression.Call(gathered, method, null, Bare(n)), type), Expression.Default(Nullable(type))));
        return new Parts([gathered], prepare, take, Unless(doubt, outcome));
    }

    /// <summary>A date, a month or the quarter of a month as a number of its own order; other values as they are.</summary>
    private static Expression Ordinal(Expression value, bool quarter = false)
    {
        var method = quarter ? nameof(Collector.QuarterOfMonth)
            : value.Type == typeof(Month?) ? nameof(Collector.KeyOfMonth) : value.Type == typeof(DateOnly?) ? nameof(Collector.KeyOfDate) : null;
        return method is null ? value : Once(value, v => Expression.Condition(
            Known(v),
            Expression.Convert(Expression.Call(typeof(Collector), method, null, Bare(v)), typeof(long?)),
            Expression.Constant(null, typeof(long?))));
    }

    private Expression Operand(AggregateNode node, Block inner) => Of(node.Operand!, inner); // Only a count has none.

    private static Expression Take(Expression value, ParameterExpression doubt, Func<Expression, Expression> use) => Once(value, v => Expression.IfThenElse(
        Known(v),
        use(Bare(v)),
        Expression.Assign(doubt, Expression.Constant(true))));

    private static ConditionalExpression Unless(ParameterExpression doubt, Expression value) => Expression.Condition(doubt, Expression.Default(value.Type), value);

    private sealed record Parts(ParameterExpression[] State, Expression Prepare, Expression Take, Expression Outcome);
}
