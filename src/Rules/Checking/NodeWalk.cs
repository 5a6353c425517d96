using Spmis.Rules.Parameters;

namespace Spmis.Rules.Checking;

/// <summary>Walks the checked tree: what is used, how deep it goes, which list elements it is free in.</summary>
internal static class NodeWalk
{
    public static IEnumerable<Node> Children(Node node) => node switch
    {
        ParameterNode n => Some(n.Day).Concat(n.Keys),
        ArithmeticNode n => [n.Left, n.Right],
        CompareNode n => [n.Left, n.Right],
        NotNode n => [n.Operand],
        LogicNode n => n.Parts,
        ChoiceNode n => [n.Condition, n.Then, n.Else],
        ExceptionsNode n => n.Exceptions.SelectMany(e => new[] { e.When, e.Then }).Append(n.Normal),
        DatedNode n => n.Formulas.Select(f => f.Is).Append(n.Day),
        NamedNode n => [n.Inner],
        RoundNode n => [n.Operand],
        ExactNode n => [n.Operand],
        ExtremeNode n => n.Parts,
        FunctionNode n => n.Arguments,
        IfKnownNode n => [n.Operand, n.Otherwise],
        KnownNode n => [n.Operand],
        ScaleNode n => [n.Table, n.Operand],
        UprateNode n => [n.Operand, n.Table, n.First, n.Last],
        AggregateNode n => Some(n.Number).Concat(Some(n.Operand)).Concat(Some(n.Key)).Concat(Some(n.Where)),
        _ => [],
    };

    /// <summary>Levels of evaluation, rules included, so that no package can exhaust the stack.</summary>
    public static int Depth(Node node, IReadOnlyDictionary<Rule, int> known) =>
        1 + (node is RuleNode rule ? known[rule.Rule] : Children(node).Select(c => Depth(c, known)).DefaultIfEmpty(0).Max());

    /// <summary>Lists gone through inside each other; a rule free of elements is reckoned once, so it does not multiply.</summary>
    public static int Loops(Node node) =>
        (node is AggregateNode ? 1 : 0)
        + (node is RuleNode { Rule: { Elements.Count: > 0 } rule } ? Loops(rule.Body) : Children(node).Select(Loops).DefaultIfEmpty(0).Max());

    /// <summary>The elements of lists that are read without going through their list.</summary>
    public static HashSet<string> FreeElements(Node node)
    {
        if (node is FactNode { List: { Element: { } element } })
        {
            return [element];
        }

        if (node is RuleNode rule)
        {
            return [.. rule.Rule.Elements];
        }

        var free = Children(node).SelectMany(FreeElements).ToHashSet(StringComparer.Ordinal);
        if (node is AggregateNode { List.Element: { } bound } aggregate)
        {
            free.Remove(bound);
            free.UnionWith(aggregate.Number is null ? [] : FreeElements(aggregate.Number));
        }

        return free;
    }

    /// <summary>Everything the rules reach from the outputs on.</summary>
    public static (HashSet<string> Rules, HashSet<string> Figures) Reached(IEnumerable<Rule> outputs)
    {
        var rules = new HashSet<string>(StringComparer.Ordinal);
        var figures = new HashSet<string>(StringComparer.Ordinal);
        var open = new Stack<Node>(outputs.Select(r => (Node)new RuleNode(r)));
        while (open.TryPop(out var node))
        {
            if (node is ParameterNode { Parameter: Parameter parameter })
            {
                figures.Add(parameter.Id);
            }

            if (node is RuleNode { Rule: var rule } && rules.Add(rule.Id))
            {
                open.Push(rule.Body);
            }

            foreach (var child in Children(node))
            {
                open.Push(child);
            }
        }

        return (rules, figures);
    }

    private static Node[] Some(Node? node) => node is null ? [] : [node];
}
