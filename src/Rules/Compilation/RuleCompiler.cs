using System.Linq.Expressions;
using System.Reflection;
using Spmis.Rules.Checking;
using Spmis.Rules.Evaluation;

namespace Spmis.Rules.Compilation;

/// <summary>Turns a checked rule into a delegate. Every value is nullable: null is "cannot tell".</summary>
internal sealed partial class RuleCompiler(Scheme scheme, DateOnly? asKnownOn, ParameterExpression row)
{
    private int collectors;

    public static Func<FactRow, RuleValue> Compile(Scheme scheme, Rule rule, DateOnly? asKnownOn)
    {
        var row = Expression.Parameter(typeof(FactRow), "row");
        var compiler = new RuleCompiler(scheme, asKnownOn, row);
        var root = new Block(null, null, null);
        var value = compiler.Of(new RuleNode(rule), root);
        var body = root.Around(ClrValues.ToRuleValue(value, Expression.Constant(rule.Body.Kind)));
        return Expression.Lambda<Func<FactRow, RuleValue>>(body, row).Compile();
    }

    /// <summary>A value in the careful way, complete in itself, for use inside the quick way.</summary>
    public Expression Inside(Node node, Block block)
    {
        var own = Mirror(block);
        var value = Of(node, own);
        for (var around = own; around is not null; around = around.Parent)
        {
            value = around.Around(value);
        }

        return value;
    }

    /// <summary>A buffer nobody else in this rule uses.</summary>
    public int NextCollector() => collectors++;

    private static Block Mirror(Block block) => new(block.Parent is null ? null : Mirror(block.Parent), block.List, block.Fields);

    private Expression Of(Node node, Block block) => node switch
    {
        ConstantNode n => Constant(n.Value),
        FactNode n => Fact(n, block),
        RuleNode n => RuleOf(n.Rule, block),
        ParameterNode n => Figure(n, block),
        ArithmeticNode n => Arithmetic(n, block),
        CompareNode n => Compare(n, block),
        NotNode n => Expression.Not(Of(n.Operand, block)),
        LogicNode n => n.Parts.Select(p => Of(p, block)).Aggregate(n.All ? Expression.And : Expression.Or),
        ChoiceNode n => If(Of(n.Condition, block), Of(n.Then, block, n.Kind), Of(n.Else, block, n.Kind)),
        ExceptionsNode n => Exceptions(n, block),
        DatedNode n => Dated(n, block),
        NamedNode n => Of(n.Inner, block),
        ExactNode n => Of(n.Operand, block),
        RoundNode n => Round(n, block),
        ExtremeNode n => n.Parts.Select(p => Of(p, block, n.Kind)).Aggregate((a, b) => Expression.Call(Method(n.Largest ? nameof(Larger) : nameof(Smaller)).MakeGenericMethod(ClrValues.TypeOf(n.Kind)), a, b)),
        FunctionNode n => Function(n, block),
        IfKnownNode n => Expression.Coalesce(Of(n.Operand, block, n.Kind), Of(n.Otherwise, block, n.Kind)),
        KnownNode n => Once(Of(n.Operand, block), v => Expression.Convert(Known(v), typeof(bool?))),
        ScaleNode n => Scale(n, block),
        UprateNode n => Uprate(n, block),
        AggregateNode n => Aggregate(n, block),
        _ => throw new InvalidOperationException($"Unknown node {node.GetType().Name}."),
    };

    /// <summary>The value as another kind holds it: a whole number beside money is a decimal.</summary>
    private Expression Of(Node node, Block block, ValueKind kind) => As(Of(node, block), ClrValues.TypeOf(kind));

    public static Expression As(Expression value, Type type)
    {
        var wanted = Nullable(type);
        return value.Type == wanted ? value : Expression.Convert(value, wanted);
    }

    private static Type Nullable(Type type) => type.IsValueType ? typeof(Nullable<>).MakeGenericType(type) : type;

    private static Expression Null(Type type) => Expression.Constant(null, Nullable(type));

    public static Expression Known(Expression value) => value.Type == typeof(string)
        ? Expression.NotEqual(value, Expression.Constant(null, typeof(string)))
        : Expression.Property(value, "HasValue");

    public static Expression Bare(Expression value) => value.Type == typeof(string) ? value : Expression.Property(value, "Value");

    private static Expression Constant(RuleValue value)
    {
        var type = ClrValues.TypeOf(value.Kind);
        object bare = value.Kind switch
        {
            ValueKind.Bool => value.AsBool,
            ValueKind.Date => value.AsDate,
            ValueKind.Month => value.AsMonth,
            ValueKind.Text => value.AsText,
            _ when type == typeof(long) => decimal.ToInt64(value.Raw),
            _ => value.Raw,
        };
        return Expression.Constant(bare, Nullable(type));
    }

    /// <summary>A rule is reckoned once: before everything, or once a record of the list it depends on.</summary>
    private ParameterExpression RuleOf(Rule rule, Block block)
    {
        var owner = block;
        while (owner.Parent is not null && !rule.Elements.Contains(owner.List!.List.Element!)) // Only the root has no list; lists have elements.
        {
            owner = owner.Parent;
        }

        if (!owner.Rules.TryGetValue(rule, out var variable))
        {
            var body = Of(rule.Body, owner);
            variable = owner.Rules[rule] = owner.Variable(body.Type, rule.Id);
            owner.Steps.Add(Expression.Assign(variable, body));
        }

        return variable;
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
            return Expression.ArrayIndex(Expression.Property(Expression.Property(row, nameof(FactRow.Cells)), FactCells.Array(slot.Kind)), Expression.Constant(slot.Index));
        }

        var (cells, index) = inside.Field(inside.List!.Fields[inside.List.List.KeyOf(node.Fact)]); // Found above.
        return Expression.ArrayIndex(cells, index);
    }

    private static Expression If(Expression condition, Expression then, Expression otherwise) =>
        Once(condition, c => Expression.Condition(Known(c), Expression.Condition(Bare(c), then, otherwise), Expression.Default(then.Type)));

    /// <summary>Keeps a value that is looked at several times.</summary>
    private static Expression Once(Expression value, Func<ParameterExpression, Expression> use)
    {
        var kept = Expression.Variable(value.Type);
        return Expression.Block([kept], Expression.Assign(kept, value), use(kept));
    }

    private static MethodInfo Method(string name) => typeof(RuleCompiler).GetMethod(name) ?? throw new InvalidOperationException($"The compiler has no method {name}.");

    public static T? Larger<T>(T? a, T? b)
        where T : struct, IComparable<T> => a is { } x && b is { } y ? (x.CompareTo(y) >= 0 ? x : y) : null;

    public static T? Smaller<T>(T? a, T? b)
        where T : struct, IComparable<T> => a is { } x && b is { } y ? (x.CompareTo(y) <= 0 ? x : y) : null;
}
