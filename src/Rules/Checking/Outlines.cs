using System.Globalization;

namespace Spmis.Rules.Checking;

/// <summary>Makes the public outline of a checked expression.</summary>
internal static class Outlines
{
    public static RuleOutline Of(Node node) => node switch
    {
        ConstantNode n => Plain(n, "constant") with { Text = n.Value.ToString() },
        FactNode n => Plain(n, "fact") with { Id = n.Fact.Name, Labels = n.Fact.Labels },
        RuleNode n => Plain(n, "rule") with { Id = n.Rule.Id, Labels = n.Rule.Info.Labels, Article = n.Rule.Info.Article },
        ParameterNode n => Plain(n, "figure", [.. n.Keys.Select(Of), .. As("day", n.Day)]) with { Id = n.Parameter.Id, Labels = n.Parameter.Labels },
        NamedNode n => Plain(n, "part", [Of(n.Inner)]) with { Id = n.Id, Labels = n.Labels, Article = n.Article },
        ArithmeticNode n => Plain(n, "arithmetic", [Of(n.Left), Of(n.Right)]) with { Text = n.Operator.ToString() },
        CompareNode n => Plain(n, "compare", [Of(n.Left), Of(n.Right)]) with { Text = n.Operator },
        NotNode n => Plain(n, "not", [Of(n.Operand)]),
        LogicNode n => Plain(n, n.All ? "all" : "any", [.. n.Parts.Select(Of)]),
        ChoiceNode n => Plain(n, "choice", [Of(n.Condition), Of(n.Then), Of(n.Else)]),
        ExceptionsNode n => Plain(n, "exceptions", [Of(n.Normal), .. n.Exceptions.SelectMany(e => new[] { Of(e.When), Of(e.Then) })]),
        DatedNode n => Plain(n, "dated", [Of(n.Day), .. n.Formulas.Select(f => Plain(f.Is, "period", [Of(f.Is)]) with { From = f.From, To = f.To == DateOnly.MaxValue ? null : f.To })]),
        RoundNode n => Plain(n, "round", [Of(n.Operand)]) with { Text = string.Create(CultureInfo.InvariantCulture, $"{n.Step} {Snake(n.Mode)}") },
        ExactNode n => Plain(n, "exact", [Of(n.Operand)]),
        ExtremeNode n => Plain(n, n.Largest ? "max" : "min", [.. n.Parts.Select(Of)]),
        FunctionNode n => Plain(n, "function", [.. n.Arguments.Select(Of)]) with { Id = n.Function.Name },
        IfKnownNode n => Plain(n, "if_known", [Of(n.Operand), Of(n.Otherwise)]),
        KnownNode n => Plain(n, "known", [Of(n.Operand)]),
        ScaleNode n => Plain(n, "scale", [Of(n.Table), Of(n.Operand)]) with { Text = n.Mode.ToString().ToLowerInvariant() },
        AggregateNode n => Plain(n, "list", [.. As("number", n.Number), .. As("value", n.Operand), .. As("by", n.Key), .. As("where", n.Where)]) with
        {
            Id = n.List.Name, Labels = n.List.Labels, Text = Snake(n.Aggregate),
        },
        _ => throw new InvalidOperationException($"{node.GetType().Name} has no outline."),
    };

    private static RuleOutline Plain(Node node, string kind, IReadOnlyList<RuleOutline>? children = null) => new() { Kind = kind, Type = node.Kind, Children = children ?? [] };

    private static IEnumerable<RuleOutline> As(string role, Node? node) => node is null ? [] : [Of(node) with { Role = role }];

    private static string Snake(Enum value) => string.Concat(value.ToString().Select((c, i) => i > 0 && char.IsUpper(c) ? $"_{c}" : $"{c}")).ToLowerInvariant();
}
