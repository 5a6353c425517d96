using System.Linq.Expressions;
using System.Reflection;
using Spmis.Rules.Checking;
using Spmis.Rules.Evaluation;
using Spmis.Values;

namespace Spmis.Rules.Compilation;

/// <summary>Evaluates a row on which everything that is looked at is known; says no when it is not.</summary>
internal delegate bool QuickRule(FactRow row, out RuleValue value);

/// <summary>
/// The quick way of a rule: plain values without the question whether they are known. What turns out unknown sets a mark, and the
/// careful way of <see cref="RuleCompiler"/> answers that row instead. So there is one meaning, and rows with all their facts cost little.
/// </summary>
internal sealed partial class QuickCompiler(Scheme scheme, DateOnly? asKnownOn, RuleCompiler careful, ParameterExpression row)
{
    private readonly ParameterExpression lost = Expression.Variable(typeof(bool), "lost");

    public static QuickRule Compile(Scheme scheme, Rule rule, DateOnly? asKnownOn)
    {
        var row = Expression.Parameter(typeof(FactRow), "row");
        var quick = new QuickCompiler(scheme, asKnownOn, new RuleCompiler(scheme, asKnownOn, row), row);
        var root = new Block(null, null, null);
        var result = Expression.Parameter(typeof(RuleValue).MakeByRefType(), "value");
        var value = quick.Of(new RuleNode(rule), root);
        var answer = Expression.Block(
            Expression.Assign(result, Expression.Condition(quick.lost, Expression.Default(typeof(RuleValue)), ClrValues.ToRuleValue(value, Expression.Constant(rule.Body.Kind)))),
            Expression.Not(quick.lost));
        var body = Expression.Block([quick.lost], Expression.Assign(quick.lost, Expression.Constant(false)), root.Around(answer));
        return Expression.Lambda<QuickRule>(body, row, result).Compile();
    }

    private Expression Of(Node node, Block block) => node switch
    {
        ConstantNode n => Constant(n.Value),
        FactNode n => Fact(n, block),
        RuleNode n => RuleOf(n.Rule, block),
        ParameterNode n => Figure(n, block),
        ArithmeticNode n => Arithmetic(n, block),
        CompareNode n => Compare(n, block),
        NotNode n => Expression.Not(Of(n.Operand, block)),
        LogicNode n => n.Parts.Select(p => Of(p, block)).Aggregate(n.All ? Expression.AndAlso : Expression.OrElse),
        ChoiceNode n => Expression.Condition(Of(n.Condition, block), Of(n.Then, block, n.Kind), Of(n.Else, block, n.Kind)),
        ExceptionsNode n => Exceptions(n, block),
        DatedNode n => Dated(n, block),
        NamedNode n => Of(n.Inner, block),
        ExactNode n => Of(n.Operand, block),
        RoundNode n => As(Expression.Call(typeof(Numbers), nameof(Numbers.Round), null, Of(n.Operand, block, ValueKind.Money), Expression.Constant(n.Step), Expression.Constant(n.Mode)), ClrValues.TypeOf(n.Kind)),
        ExtremeNode n => n.Parts.Select(p => Of(p, block, n.Kind)).Aggregate((a, b) => Better(n.Largest, a, b)),
        FunctionNode n => Function(n, block),
        IfKnownNode n => IfKnown(n, block),
        KnownNode n => Kept(careful.Inside(n.Operand, block), RuleCompiler.Known),
        ScaleNode n => Call(nameof(Scaled), Expression.Constant(n.Mode), CellOf(n.Table, block), Of(n.Operand, block, ValueKind.Money), lost),
        UprateNode n => Call(nameof(Uprated), Of(n.Operand, block, ValueKind.Money), CellOf(n.Table, block), Of(n.First, block), Of(n.Last, block), Expression.Constant(n.Step), Expression.Constant(n.Mode), lost),
        AggregateNode n => Aggregate(n, block),
        _ => throw new InvalidOperationException($"Unknown node {node.GetType().Name}."),
    };

    private Expression Of(Node node, Block block, ValueKind kind) => As(Of(node, block), ClrValues.TypeOf(kind));

    private static Expression As(Expression value, Type type) => value.Type == type ? value : Expression.Convert(value, type);

    private static ConstantExpression Constant(RuleValue value) => ClrValues.TypeOf(value.Kind) == typeof(decimal) ? Expression.Constant(value.Raw)
        : ClrValues.TypeOf(value.Kind) == typeof(long) ? Expression.Constant(decimal.ToInt64(value.Raw))
        : value.Kind switch
        {
            ValueKind.Bool => Expression.Constant(value.AsBool),
            ValueKind.Date => Expression.Constant(value.AsDate),
            ValueKind.Month => Expression.Constant(value.AsMonth),
            _ => Expression.Constant(value.AsText),
        };

    /// <summary>A rule is reckoned once: before everything, or once a record of the list it depends on.</summary>
    private ParameterExpression RuleOf(Rule rule, Block block)
    {
        for (var known = block; known is not null; known = known.Parent)
        {
            if (known.Rules.TryGetValue(rule, out var found))
            {
                return found;
            }
        }

        var owner = Owner(rule.Elements, block);
        var body = Of(rule.Body, owner);
        var variable = owner.Rules[rule] = owner.Variable(body.Type, rule.Id);
        owner.Steps.Add(Expression.Assign(variable, body));
        return variable;
    }

    private static Block Owner(IEnumerable<string> elements, Block block)
    {
        var owner = block;
        while (owner.Parent is not null && !elements.Contains(owner.List!.List.Element!)) // Only the root has no list; lists have elements.
        {
            owner = owner.Parent;
        }

        return owner;
    }

    private Expression Fact(FactNode node, Block block)
    {
        var inside = block;
        while (inside.Parent is not null && inside.List!.List != node.List) // As above.
        {
            inside = inside.Parent;
        }

        if (inside.Parent is null)
        {
            var slot = scheme.Layout.Slots[node.Fact.Name];
            return Read(Expression.Property(Expression.Property(row, nameof(FactRow.Cells)), FactCells.Array(slot.Kind)), Expression.Constant(slot.Index), slot.Kind);
        }

        var (cells, index) = inside.Field(inside.List!.Fields[inside.List.List.KeyOf(node.Fact)]); // Found above.
        return Read(cells, index, node.Kind);
    }

    private MethodCallExpression Read(Expression cells, Expression index, ValueKind kind) => ClrValues.TypeOf(kind) is var type && type == typeof(string)
        ? Call(nameof(ReadText), cells, index, lost)
        : Expression.Call(Method(nameof(ReadCell)).MakeGenericMethod(type), cells, index, lost);

    private Expression Exceptions(ExceptionsNode node, Block block)
    {
        var kept = node.Exceptions.Select(_ => Expression.Variable(typeof(bool))).ToList();
        var outcome = Of(node.Normal, block, node.Kind);
        for (var i = kept.Count - 1; i >= 0; i--)
        {
            // When this one holds, every other must not.
            var other = kept.Where((_, j) => j != i).Aggregate((Expression)Expression.Constant(false), Expression.OrElse);
            var then = Expression.Block(Expression.IfThen(other, Expression.Assign(lost, Expression.Constant(true))), Of(node.Exceptions[i].Then, block, node.Kind));
            outcome = Expression.Condition(kept[i], then, outcome);
        }

        return Expression.Block(kept, [.. kept.Zip(node.Exceptions, (k, e) => Expression.Assign(k, Of(e.When, block))), outcome]);
    }

    private Expression Dated(DatedNode node, Block block)
    {
        var day = Expression.Variable(typeof(DateOnly));
        var chain = (Expression)Expression.Block(Expression.Assign(lost, Expression.Constant(true)), Stand(ClrValues.TypeOf(node.Kind)));
        foreach (var (from, to, formula) in node.Formulas.Reverse())
        {
            var holds = Expression.AndAlso(Expression.GreaterThanOrEqual(day, Expression.Constant(from)), Expression.LessThanOrEqual(day, Expression.Constant(to)));
            chain = Expression.Condition(holds, Of(formula, block, node.Kind), chain);
        }

        return Expression.Block([day], Expression.Assign(day, Of(node.Day, block)), chain);
    }

    /// <summary>Whether something is known is asked in the careful way.</summary>
    private BlockExpression IfKnown(IfKnownNode node, Block block)
    {
        var type = ClrValues.TypeOf(node.Kind);
        var value = RuleCompiler.As(careful.Inside(node.Operand, block), type);
        return Kept(value, v => Expression.Condition(RuleCompiler.Known(v), RuleCompiler.Bare(v), Of(node.Otherwise, block, node.Kind)));
    }

    private static BlockExpression Kept(Expression value, Func<ParameterExpression, Expression> use)
    {
        var kept = Expression.Variable(value.Type);
        return Expression.Block([kept], Expression.Assign(kept, value), use(kept));
    }

    private static Expression Stand(Type type) => type == typeof(string) ? Expression.Constant("") : Expression.Field(null, typeof(StandIn<>).MakeGenericType(type), "Value");

    private static MethodInfo Method(string name) => typeof(QuickCompiler).GetMethod(name) ?? throw new InvalidOperationException($"The compiler has no method {name}.");

    private static MethodCallExpression Call(string name, params Expression[] arguments) => Expression.Call(Method(name), arguments);
}
