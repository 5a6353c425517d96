using Spmis.Rules.Checking;

namespace Spmis.Rules.Evaluation;

/// <summary>Evaluates one case and writes down how. The compiled rules do the same without the writing.</summary>
internal sealed partial class Interpreter(Scheme scheme, Facts given, DateOnly? asKnownOn, bool explain)
{
    private readonly List<Frame> frames = [new(null)];
    private HashSet<string> explained = new(StringComparer.Ordinal);

    public RuleResult Run(Rule rule)
    {
        var into = new List<ExplanationNode>();
        var value = Of(new RuleNode(rule), explain ? into : null);
        return new RuleResult
        {
            Scheme = scheme,
            Rule = rule.Id,
            Value = value,
            Missing = [.. value.Doubt?.Missing ?? []],
            Reasons = [.. value.Doubt?.Reasons ?? []],
            AsKnownOn = asKnownOn,
            Explanation = Explanation.Of(scheme, asKnownOn, into[0]),
        };
    }

    public RuleValue Value(Rule rule) => Of(new RuleNode(rule), null);

    private RuleValue Of(Node node, List<ExplanationNode>? into) => node switch
    {
        ConstantNode n => n.Value,
        FactNode n => Fact(n, into),
        RuleNode n => RuleOf(n.Rule, into),
        ParameterNode n => Figure(n, into),
        ArithmeticNode n => Arithmetic(n, Of(n.Left, into), Of(n.Right, into)),
        CompareNode n => Compare(n, into),
        NotNode n => Not(n, into),
        LogicNode n => Logic(n, into),
        ChoiceNode n => Choice(n, into),
        ExceptionsNode n => Exceptions(n, into),
        DatedNode n => Dated(n, into),
        NamedNode n => Named(n, into),
        RoundNode n => Round(n, into),
        ExactNode n => Of(n.Operand, into),
        ExtremeNode n => Extreme(n, into),
        FunctionNode n => Function(n, into),
        IfKnownNode n => Of(n.Operand, into) is { IsKnown: true } known ? Of(n.Type, known) : Of(n.Type, Of(n.Otherwise, into)),
        KnownNode n => RuleValue.Bool(Of(n.Operand, into).IsKnown),
        ScaleNode n => Scale(n, into),
        UprateNode n => Uprate(n, into),
        AggregateNode n => Aggregate(n, into),
        _ => throw new InvalidOperationException($"Unknown node {node.GetType().Name}."),
    };

    /// <summary>The value under the kind its branch was unified to: a whole number beside a rate is a rate.</summary>
    private static RuleValue Of(RuleType type, RuleValue value) => value.IsKnown && value.Kind != type.Kind ? RuleValue.Of(type.Kind, value.Raw) : value;

    private RuleValue RuleOf(Rule rule, List<ExplanationNode>? into)
    {
        var frame = FrameOf(rule.Elements);
        if (into is null)
        {
            return frame.Values.TryGetValue(rule, out var known) ? known : frame.Values[rule] = Of(rule.Body, null);
        }

        var first = explained.Add(rule.Id);
        var children = new List<ExplanationNode>();
        var value = first || !frame.Values.TryGetValue(rule, out var before) ? Of(rule.Body, children) : before;
        frame.Values[rule] = value;
        into.Add(Node("rule", value) with
        {
            Id = rule.Id,
            Labels = rule.Info.Labels,
            Article = rule.Info.Article,
            Formula = rule.Info.Formula,
            Repeated = !first,
            Children = first ? children : [],
        });
        return value;
    }

    private RuleValue Fact(FactNode node, List<ExplanationNode>? into)
    {
        var record = node.List is null ? null : RecordOf(node.List.Element);
        var has = record is null ? given.Values.TryGetValue(node.Fact.Name, out var fact) : record.Values.TryGetValue(node.List!.KeyOf(node.Fact), out fact); // A record comes from a list.
        var value = has ? FactBinder.Bind(node.Fact, fact, scheme.Currency) : RuleValue.Because(Doubt.MissingFact(node.Fact.Name));
        if (into is not null)
        {
            Add(into, Node("fact", value) with { Id = node.Fact.Name, Labels = node.Fact.Labels });
        }

        return value;
    }

    private static void Add(List<ExplanationNode> into, ExplanationNode made)
    {
        if (!into.Any(n => n.Kind == made.Kind && n.Id == made.Id && n.Value == made.Value && n.From == made.From))
        {
            into.Add(made);
        }
    }

    private static ExplanationNode Node(string kind, RuleValue value) => new()
    {
        Kind = kind,
        Type = value.Kind,
        Value = value.IsKnown ? value.ToString() : null,
        Missing = [.. value.Doubt?.Missing ?? []],
        Reasons = [.. value.Doubt?.Reasons ?? []],
    };

    private static RuleValue Doubtful(params IEnumerable<RuleValue> values) =>
        RuleValue.Because(values.Where(v => !v.IsKnown).Select(v => v.Doubt).Aggregate((Doubt?)null, Doubt.Join) ?? Doubt.Reason("unknown"));

    private static RuleValue Because(string reason) => RuleValue.Because(Doubt.Reason(reason));

    private Frame FrameOf(IReadOnlySet<string> elements)
    {
        for (var i = frames.Count - 1; i > 0; i--)
        {
            if (frames[i].Element is { } element && elements.Contains(element))
            {
                return frames[i];
            }
        }

        return frames[0];
    }

    private FactRecord? RecordOf(string? element)
    {
        for (var i = frames.Count - 1; i > 0; i--)
        {
            if (frames[i].Element == element)
            {
                return frames[i].Record;
            }
        }

        return null;
    }

    /// <summary>Rule values reckoned once: for the case, or for the record at hand.</summary>
    private sealed class Frame(string? element)
    {
        public string? Element { get; } = element;

        public FactRecord? Record { get; private set; }

        public Dictionary<Rule, RuleValue> Values { get; } = [];

        /// <summary>On to the next record.</summary>
        public void Turn(FactRecord record)
        {
            Record = record;
            Values.Clear();
        }
    }
}
