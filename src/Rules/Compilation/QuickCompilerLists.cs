using System.Linq.Expressions;
using Spmis.Rules.Checking;
using Spmis.Rules.Evaluation;

namespace Spmis.Rules.Compilation;

internal sealed partial class QuickCompiler
{
    /// <summary>A loop over the records: first what the condition needs, then, for those that count, what is taken.</summary>
    private BlockExpression Aggregate(AggregateNode node, Block block)
    {
        var layout = scheme.Layout.Lists[node.List.Name];
        var list = Expression.Variable(typeof(RecordList), "list");
        var index = Expression.Variable(typeof(int), "i");
        var count = Expression.Variable(typeof(int), "records");
        var columns = new Dictionary<string, (ParameterExpression Cells, ParameterExpression Width)>(StringComparer.Ordinal);
        var scaled = Expression.Variable(typeof(long[]), "scaled");
        var asked = new Block(block, layout, slot => RuleCompiler.Cell(columns, index, slot)) { Scaled = scaled };
        var where = node.Where is null ? null : Of(node.Where, asked);
        var taken = new Block(asked, layout, asked.Fields) { Scaled = scaled };
        var (state, prepare, take, outcome) = Kind(node, block, taken, count);

        var step = taken.Around(take);
        var end = Expression.Label();
        var loop = Expression.Loop(
            Expression.IfThenElse(
                Expression.LessThan(index, count),
                Expression.Block(asked.Around(where is null ? step : Expression.IfThen(where, step)), Expression.PreIncrementAssign(index)),
                Expression.Break(end)),
            end);
        return Expression.Block(
            [list, index, count, scaled, .. state, .. columns.Values.SelectMany(c => new[] { c.Cells, c.Width })],
            Expression.Assign(list, Expression.ArrayIndex(Expression.Property(row, nameof(FactRow.Lists)), Expression.Constant(layout.Index))),
            Expression.Assign(count, Expression.Property(list, nameof(RecordList.Count))),
            Expression.IfThen(Expression.LessThan(count, Expression.Constant(0)), Mark()),
            RuleCompiler.Fetch(list, columns),
            Expression.Assign(scaled, Expression.Property(Expression.Property(list, nameof(RecordList.Cells)), nameof(FactCells.Scaled))),
            Expression.Assign(index, Expression.Constant(0)),
            prepare,
            loop,
            outcome);
    }

    private Expression Mark() => Expression.Assign(lost, Expression.Constant(true));

    private Parts Kind(AggregateNode node, Block outer, Block inner, Expression records) => node.Aggregate switch
    {
        AggregateKind.Count => Counted(),
        AggregateKind.Any or AggregateKind.All => Decided(node, inner),
        AggregateKind.Sum => Summed(node, inner),
        AggregateKind.Min or AggregateKind.Max => Extreme(node, inner),
        _ => Gathered(node, outer, inner, records),
    };

    private static Parts Counted()
    {
        var count = Expression.Variable(typeof(long), "count");
        return new Parts([count], Expression.Assign(count, Expression.Constant(0L)), Expression.PreIncrementAssign(count), count);
    }

    private Parts Decided(AggregateNode node, Block inner)
    {
        var all = node.Aggregate is AggregateKind.All;
        var answer = Expression.Variable(typeof(bool), "answer");
        var take = Expression.IfThen(Expression.NotEqual(Operand(node, inner), Expression.Constant(all)), Expression.Assign(answer, Expression.Constant(!all)));
        return new Parts([answer], Expression.Assign(answer, Expression.Constant(all)), take, answer);
    }

    private Parts Summed(AggregateNode node, Block inner)
    {
        var type = ClrValues.TypeOf(node.Kind);
        if (type == typeof(decimal))
        {
            if (Field(node.Operand, inner) is { } field)
            {
                var whole = Expression.Variable(typeof(long), "whole");
                var add = Kept(field.Scaled, s => Expression.IfThenElse(IsNone(s), Mark(), Expression.Assign(whole, Expression.Add(whole, s))));
                return new Parts([whole], Expression.Assign(whole, Expression.Constant(0L)), add, Expression.Call(typeof(ScaledAmount), nameof(ScaledAmount.ToDecimal), null, whole));
            }

            var total = Expression.Variable(typeof(DecimalSum), "sum");
            return new Parts([total], Expression.Assign(total, Expression.Default(typeof(DecimalSum))), Expression.Call(total, nameof(DecimalSum.Add), null, Operand(node, inner)), Expression.Property(total, nameof(DecimalSum.Total)));
        }

        var sum = Expression.Variable(type, "sum");
        return new Parts([sum], Expression.Assign(sum, Expression.Default(type)), Expression.Assign(sum, Expression.AddChecked(sum, Operand(node, inner))), sum);
    }

    private Parts Extreme(AggregateNode node, Block inner)
    {
        var type = ClrValues.TypeOf(node.Kind);
        var best = Expression.Variable(type, "best");
        var any = Expression.Variable(typeof(bool), "any");
        var take = Kept(Operand(node, inner), v => Expression.Block(
            Expression.Assign(best, Expression.Condition(any, Better(node.Aggregate is AggregateKind.Max, best, v), v)),
            Expression.Assign(any, Expression.Constant(true))));
        var outcome = Expression.Block(Expression.IfThen(Expression.Not(any), Mark()), best);
        return new Parts([best, any], Expression.Block(Expression.Assign(any, Expression.Constant(false)), Expression.Assign(best, Stand(type))), take, outcome);
    }

    private Parts Gathered(AggregateNode node, Block outer, Block inner, Expression records)
    {
        if (node.Aggregate is AggregateKind.Best && Field(node.Operand, inner) is { } field)
        {
            return BestOf(node, outer, field.Scaled, records);
        }

        var gathered = Expression.Variable(typeof(Collector), "gathered");
        var key = node.Key is null ? Expression.Constant(0L) : Ordinal(Of(node.Key, inner), node.Aggregate is AggregateKind.HighestQuarter);
        var take = Expression.Call(gathered, nameof(Collector.Add), null, As(Ordinal(Operand(node, inner)), typeof(decimal)), key);
        var prepare = Expression.Assign(gathered, Expression.Call(row, nameof(FactRow.Collect), null, Expression.Constant(careful.NextCollector())));
        var type = ClrValues.TypeOf(node.Kind);
        if (node.Aggregate is AggregateKind.HighestQuarter)
        {
            return new Parts([gathered], prepare, take, As(Expression.Call(gathered, nameof(Collector.HighestGroup), null), type));
        }

        if (node.Aggregate is AggregateKind.Overlaps)
        {
            return new Parts([gathered], prepare, take, Expression.Call(gathered, nameof(Collector.Overlap), null));
        }

        var method = node.Aggregate is AggregateKind.Best ? nameof(Collector.Best) : nameof(Collector.Last);
        return new Parts([gathered], prepare, take, As(Expression.Call(gathered, method, null, Of(node.Number!, outer)), type)); // best and last have one.
    }

    private Parts BestOf(AggregateNode node, Block outer, Expression scaled, Expression records)
    {
        var room = Expression.Variable(typeof(long[]), "room");
        var filled = Expression.Variable(typeof(int), "filled");
        var take = Kept(scaled, s => Expression.IfThenElse(
            IsNone(s),
            Mark(),
            Expression.Block(Expression.Assign(Expression.ArrayAccess(room, filled), s), Expression.PreIncrementAssign(filled))));
        var collector = Expression.Call(row, nameof(FactRow.Collect), null, Expression.Constant(careful.NextCollector()));
        var prepare = Expression.Block(
            Expression.Assign(filled, Expression.Constant(0)),
            Expression.Assign(room, Expression.Call(collector, nameof(Collector.Room), null, records)));
        var number = Of(node.Number!, outer); // best has one.
        return new Parts([room, filled], prepare, take, As(Expression.Call(typeof(Collector), nameof(Collector.BestOf), null, room, filled, number), ClrValues.TypeOf(node.Kind)));
    }

    private static BinaryExpression IsNone(Expression scaled) => Expression.Equal(scaled, Expression.Constant(ScaledAmount.None));

    /// <summary>A date, a month or the quarter of a month as a number of its own order; other values as they are.</summary>
    private static Expression Ordinal(Expression value, bool quarter = false)
    {
        var method = quarter ? nameof(Collector.QuarterOfMonth)
            : value.Type == typeof(Values.Month) ? nameof(Collector.KeyOfMonth) : value.Type == typeof(DateOnly) ? nameof(Collector.KeyOfDate) : null;
        return method is null ? value : Expression.Call(typeof(Collector), method, null, value);
    }

    /// <summary>A field of the record at hand that is held in ten-thousandths too; null for anything else.</summary>
    private static (Expression Scaled, Expression Cells, Expression Index)? Field(Node? node, Block block)
    {
        if (node is not FactNode fact || fact.List is null || fact.List != block.List?.List || block.Scaled is null || ClrValues.TypeOf(fact.Kind) != typeof(decimal))
        {
            return null;
        }

        var (cells, index) = block.Field(block.List.Fields[fact.List.KeyOf(fact.Fact)]);
        return (Expression.ArrayIndex(block.Scaled, index), cells, index);
    }

    /// <summary>A field beside a limit that is the same for all records: whole numbers are compared where both are such.</summary>
    private Expression? CompareWithLimit(CompareNode node, Block block)
    {
        if (Field(node.Left, block) is not { } field || NodeWalk.FreeElements(node.Right).Contains(block.List!.List.Element!)) // A field has a list, a list its element.
        {
            return null;
        }

        var owner = Owner(NodeWalk.FreeElements(node.Right), block);
        var limit = owner.Variable(typeof(decimal), "limit");
        var limitScaled = owner.Variable(typeof(long), "limitScaled");
        owner.Steps.Add(Expression.Assign(limit, Of(node.Right, owner, ValueKind.Money)));
        owner.Steps.Add(Expression.Assign(limitScaled, Call(nameof(ScaledOrNone), limit)));
        var none = Expression.Constant(ScaledAmount.None);
        return Kept(field.Scaled, scaled => Expression.Condition(
            Expression.AndAlso(Expression.NotEqual(scaled, none), Expression.NotEqual(limitScaled, none)),
            Sign(node.Operator, scaled, limitScaled),
            Sign(node.Operator, Read(field.Cells, field.Index, node.Left.Kind), limit)));
    }

    private Expression Operand(AggregateNode node, Block inner) => Of(node.Operand!, inner); // Only a count has none.

    private sealed record Parts(ParameterExpression[] State, Expression Prepare, Expression Take, Expression Outcome);
}
