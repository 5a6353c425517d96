using Spmis.Rules.Parameters;
using Spmis.Values;

namespace Spmis.Rules.Checking;

/// <summary>A checked expression: names resolved, units right. Both evaluators read this one tree, so there is one meaning.</summary>
internal abstract class Node(RuleType type)
{
    public RuleType Type { get; } = type;

    /// <summary>Whether an amount is known to be whole smallest units without further rounding.</summary>
    public bool Rounded { get; init; }

    public ValueKind Kind => Type.Kind;
}

internal sealed class ConstantNode(RuleValue value) : Node(new RuleType(value.Kind))
{
    public RuleValue Value { get; } = value;
}

/// <summary>A fact; with an element, a field of the record at hand when its list is being gone through.</summary>
internal sealed class FactNode(FactDeclaration fact, FactDeclaration? list) : Node(fact.Type)
{
    public FactDeclaration Fact { get; } = fact;

    public FactDeclaration? List { get; } = list;
}

internal sealed class RuleNode(Rule rule) : Node(rule.Body.Type)
{
    public Rule Rule { get; } = rule;
}

internal sealed class ParameterNode(Parameter parameter, Node? day, IReadOnlyList<Node> keys) : Node(parameter.Type)
{
    public Parameter Parameter { get; } = parameter;

    public Node? Day { get; } = day;

    public IReadOnlyList<Node> Keys { get; } = keys;
}

/// <summary>+ - * / on numbers, money and durations.</summary>
internal sealed class ArithmeticNode(RuleType type, char op, Node left, Node right) : Node(type)
{
    public char Operator { get; } = op;

    public Node Left { get; } = left;

    public Node Right { get; } = right;
}

internal sealed class CompareNode(string op, Node left, Node right) : Node(new RuleType(ValueKind.Bool))
{
    public string Operator { get; } = op;

    public Node Left { get; } = left;

    public Node Right { get; } = right;
}

internal sealed class NotNode(Node operand) : Node(new RuleType(ValueKind.Bool))
{
    public Node Operand { get; } = operand;
}

/// <summary>All (and) or any (or) of some conditions.</summary>
internal sealed class LogicNode(bool all, IReadOnlyList<Node> parts) : Node(new RuleType(ValueKind.Bool))
{
    public bool All { get; } = all;

    public IReadOnlyList<Node> Parts { get; } = parts;
}

internal sealed class ChoiceNode(RuleType type, Node condition, Node then, Node otherwise) : Node(type)
{
    public Node Condition { get; } = condition;

    public Node Then { get; } = then;

    public Node Else { get; } = otherwise;
}

/// <summary>A default and its exceptions; two exceptions at once are a contradiction of the law, so nobody can tell.</summary>
internal sealed class ExceptionsNode(RuleType type, Node normal, IReadOnlyList<(Node When, Node Then)> exceptions) : Node(type)
{
    public Node Normal { get; } = normal;

    public IReadOnlyList<(Node When, Node Then)> Exceptions { get; } = exceptions;
}

/// <summary>A formula that itself changed on some days.</summary>
internal sealed class DatedNode(RuleType type, Node day, IReadOnlyList<(DateOnly From, DateOnly To, Node Is)> formulas) : Node(type)
{
    public Node Day { get; } = day;

    public IReadOnlyList<(DateOnly From, DateOnly To, Node Is)> Formulas { get; } = formulas;
}

/// <summary>A part of a rule that has a name, a text and an article of its own.</summary>
internal sealed class NamedNode(string id, IReadOnlyDictionary<string, string> labels, string? article, string? formula, Node inner) : Node(inner.Type)
{
    public string Id { get; } = id;

    public IReadOnlyDictionary<string, string> Labels { get; } = labels;

    public string? Article { get; } = article;

    public string? Formula { get; } = formula;

    public Node Inner { get; } = inner;
}

internal sealed class RoundNode(Node operand, decimal step, RoundingMode mode) : Node(operand.Type)
{
    public Node Operand { get; } = operand;

    public decimal Step { get; } = step;

    public RoundingMode Mode { get; } = mode;
}

/// <summary>Says on purpose that the law does not round here.</summary>
internal sealed class ExactNode(Node operand) : Node(operand.Type)
{
    public Node Operand { get; } = operand;
}

internal sealed class ExtremeNode(RuleType type, bool largest, IReadOnlyList<Node> parts) : Node(type)
{
    public bool Largest { get; } = largest;

    public IReadOnlyList<Node> Parts { get; } = parts;
}

internal sealed class FunctionNode(Function function, object? context, IReadOnlyList<Node> arguments, RuleType type) : Node(type)
{
    public Function Function { get; } = function;

    /// <summary>The package's calendar, for functions that need it.</summary>
    public object? Context { get; } = context;

    public IReadOnlyList<Node> Arguments { get; } = arguments;
}

internal sealed class IfKnownNode(RuleType type, Node operand, Node otherwise) : Node(type)
{
    public Node Operand { get; } = operand;

    public Node Otherwise { get; } = otherwise;
}

internal sealed class KnownNode(Node operand) : Node(new RuleType(ValueKind.Bool))
{
    public Node Operand { get; } = operand;
}

internal enum ScaleMode
{
    Marginal,
    Whole,
    Interpolated,
}

/// <summary>Brackets or a table of points applied to an amount.</summary>
internal sealed class ScaleNode(RuleType type, ScaleMode mode, ParameterNode table, Node operand) : Node(type)
{
    public ScaleMode Mode { get; } = mode;

    public ParameterNode Table { get; } = table;

    public Node Operand { get; } = operand;
}

/// <summary>An amount raised year after year by the rates of a table, rounded at each step.</summary>
internal sealed class UprateNode(Node operand, ParameterNode table, Node first, Node last, decimal step, RoundingMode mode) : Node(operand.Type)
{
    public Node Operand { get; } = operand;

    public ParameterNode Table { get; } = table;

    public Node First { get; } = first;

    public Node Last { get; } = last;

    public decimal Step { get; } = step;

    public RoundingMode Mode { get; } = mode;
}

internal enum AggregateKind
{
    Count,
    Sum,
    Min,
    Max,
    Any,
    All,
    Best,
    Last,
    HighestQuarter,
    Overlaps,
}

/// <summary>One value out of the records of a list.</summary>
internal sealed class AggregateNode(RuleType type, AggregateKind aggregate, FactDeclaration list) : Node(type)
{
    public AggregateKind Aggregate { get; } = aggregate;

    public FactDeclaration List { get; } = list;

    /// <summary>How many, for best and last.</summary>
    public Node? Number { get; init; }

    /// <summary>What is taken from each record; null for a count.</summary>
    public Node? Operand { get; init; }

    /// <summary>Order for last, month for highest_quarter, end of the period for overlaps.</summary>
    public Node? Key { get; init; }

    public Node? Where { get; init; }
}
