using Spmis.Rules.Comparing;
using Spmis.Rules.Language;
using Spmis.Rules.Packages;

namespace Spmis.Rules.Checking;

/// <summary>Checks all rules of a package, each once, in whatever order they need each other.</summary>
internal sealed class RuleChecker(Scope scope, IReadOnlyList<RuleDraft> drafts, IReadOnlySet<string> given, ErrorList errors)
{
    private const int DeepestEvaluation = 400;
    private const int MostNestedLists = 2;

    private readonly Dictionary<string, Rule> done = new(StringComparer.Ordinal);
    private readonly HashSet<string> failed = new(StringComparer.Ordinal);
    private readonly List<string> open = [];
    private readonly Dictionary<Rule, int> depths = [];
    private readonly List<FactDeclaration> facts = [];

    /// <summary>The rules that are given instead of reckoned, as facts.</summary>
    public IReadOnlyList<FactDeclaration> Given => facts;

    public IReadOnlyList<Rule> Check()
    {
        foreach (var draft in drafts)
        {
            TryCheck(draft);
        }

        return [.. drafts.Where(d => done.ContainsKey(d.Id)).Select(d => done[d.Id])];
    }

    private Rule? TryCheck(RuleDraft draft)
    {
        if (done.TryGetValue(draft.Id, out var rule) || failed.Contains(draft.Id))
        {
            return rule;
        }

        open.Add(draft.Id);
        try
        {
            var info = Info(draft, Body(draft, draft.Form, out var body));
            body = given.Contains(draft.Id) ? Instead(draft, body) : body;
            rule = new Rule(info, body, NodeWalk.FreeElements(body));
            Measure(draft, rule);
            return done[draft.Id] = rule;
        }
        catch (CheckFailed)
        {
            failed.Add(draft.Id); // Said already, where it is.
            return null;
        }
        finally
        {
            open.RemoveAt(open.Count - 1);
        }
    }

    /// <summary>The rule as a fact that somebody else has established.</summary>
    private FactNode Instead(RuleDraft draft, Node body)
    {
        facts.Add(new FactDeclaration { Name = draft.Id, Type = body.Type, Labels = draft.Labels });
        return new FactNode(facts[^1], null) { Rounded = true };
    }

    private static RuleInfo Info(RuleDraft draft, Node body) => new(draft.Id, body.Type, draft.Labels, draft.Article, draft.Form is ExpressionDraft e ? e.Text.Value.Trim() : null)
    {
        Words = RuleWriter.Write(draft.Form),
    };

    private Node Body(RuleDraft draft, FormDraft form, out Node body)
    {
        body = Form(draft, form);
        if (body is { Kind: ValueKind.Money, Rounded: false } && !SaysExact(body))
        {
            errors.Add(form.Place, $"Rule '{draft.Id}' yields money without rounding.", "Write round(..., 0.01, half_up) as the law says (step 1, 10, 0.1 ...; up, down, half_up, half_down, half_even), or exact(...) where it does not round.");
        }

        return body;
    }

    private static bool SaysExact(Node node) => node switch
    {
        { Rounded: true } or ExactNode => true,
        NamedNode n => SaysExact(n.Inner),
        ChoiceNode n => SaysExact(n.Then) && SaysExact(n.Else),
        ExceptionsNode n => SaysExact(n.Normal) && n.Exceptions.All(e => SaysExact(e.Then)),
        DatedNode n => n.Formulas.All(f => SaysExact(f.Is)),
        _ => false,
    };

    private void Measure(RuleDraft draft, Rule rule)
    {
        depths[rule] = NodeWalk.Depth(rule.Body, depths);
        if (depths[rule] > DeepestEvaluation)
        {
            throw Fail(draft.Place, $"Rule '{draft.Id}' rests on too long a chain of rules and expressions.", $"At most {DeepestEvaluation} levels.");
        }

        if (NodeWalk.Loops(rule.Body) > MostNestedLists)
        {
            throw Fail(draft.Place, $"Rule '{draft.Id}' goes through more than {MostNestedLists} lists inside each other.", "Reckon the inner part in a rule of its own that does not depend on the outer record.");
        }
    }

    private Rule Named(string id, Place from)
    {
        if (open.IndexOf(id) is >= 0 and var start)
        {
            throw Fail(from, $"Rules go round in a circle: {string.Join(" -> ", open.Skip(start).Append(id))}.", "Let one of them rest on facts and figures only.");
        }

        if (open.Count > 100)
        {
            throw Fail(from, "More than 100 rules rest on each other in a chain.", "Shorten the chain.");
        }

        return TryCheck(drafts.First(d => d.Id == id)) ?? throw new CheckFailed();
    }

    private Node Form(RuleDraft draft, FormDraft form) => form switch
    {
        ExpressionDraft f => Expression(draft, f.Text),
        PartDraft f => Part(draft, f, 0),
        LogicDraft f => new LogicNode(f.All, [.. f.Parts.Select((p, i) => Condition(p.Place, Part(draft, p, i)))]),
        CasesDraft f => Cases(draft, f),
        DefaultDraft f => Exceptions(draft, f),
        DatedDraft f => Dated(draft, f),
        _ => throw new InvalidOperationException($"Unknown form {form.GetType().Name}."),
    };

    private NamedNode Part(RuleDraft draft, PartDraft part, int index)
    {
        var inner = Form(draft, part.Form);
        var id = $"{draft.Id}/{part.Id ?? (index + 1).ToString(System.Globalization.CultureInfo.InvariantCulture)}";
        return new NamedNode(id, part.Labels, part.Article, (part.Form as ExpressionDraft)?.Text.Value.Trim(), inner) { Rounded = inner.Rounded };
    }

    private Node Cases(RuleDraft draft, CasesDraft form)
    {
        var whens = form.Cases.Select(c => When(draft, c.When)).ToList();
        var values = form.Cases.Select(c => Form(draft, c.Then)).Append(Form(draft, form.Else)).ToList();
        var (type, same) = Unify(form.Place, values);
        var result = same[^1];
        for (var i = whens.Count - 1; i >= 0; i--)
        {
            result = new ChoiceNode(type, whens[i], same[i], result) { Rounded = same[i].Rounded && result.Rounded };
        }

        return result;
    }

    private ExceptionsNode Exceptions(RuleDraft draft, DefaultDraft form)
    {
        var whens = form.Exceptions.Select(e => When(draft, e.When)).ToList();
        var (type, same) = Unify(form.Place, [Form(draft, form.Normal), .. form.Exceptions.Select(e => Form(draft, e.Then))]);
        return new ExceptionsNode(type, same[0], [.. whens.Zip(same.Skip(1))]) { Rounded = same.All(s => s.Rounded) };
    }

    private DatedNode Dated(RuleDraft draft, DatedDraft form)
    {
        var day = Located(form.At, () => new ExpressionChecker(scope, draft.Group, id => Named(id, form.At.Place)).Day(Grammar.Read(form.At.Value)));
        var inOrder = form.Formulas.OrderBy(f => f.From).ToList();
        foreach (var (one, next) in inOrder.Zip(inOrder.Skip(1)))
        {
            if (one.From == next.From || (one.To is { } end && next.From != end.AddDays(1)))
            {
                throw Fail(next.Place, $"The dated formulas of '{draft.Id}' overlap or leave a gap at {next.From:yyyy-MM-dd}.", "Let each begin the day after the one before ends, or leave 'to' out.");
            }
        }

        var (type, same) = Unify(form.Place, [.. inOrder.Select(f => Form(draft, f.Form))]);
        var ends = inOrder.Select((f, i) => i + 1 < inOrder.Count ? inOrder[i + 1].From.AddDays(-1) : f.To ?? DateOnly.MaxValue);
        return new DatedNode(type, day, [.. inOrder.Zip(ends, same).Select(f => (f.First.From, f.Second, f.Third))]) { Rounded = same.All(s => s.Rounded) };
    }

    private Node When(RuleDraft draft, FormDraft form)
    {
        var node = Condition(form.Place, Form(draft, form));
        if (form is ExpressionDraft text)
        {
            Located(text.Text, () => { ExpressionChecker.RefuseConstant(0, node); return node; });
        }

        return node;
    }

    private Node Condition(Place place, Node node) => node.Kind is ValueKind.Bool ? node : throw Fail(place, $"A condition is expected, but this is a {node.Type}.", "Write a comparison, such as age >= 70 years.");

    private (RuleType Type, IReadOnlyList<Node> Nodes) Unify(Place place, IReadOnlyList<Node> nodes)
    {
        try
        {
            return new Units(scope).Unify(0, nodes, "the branches of one rule");
        }
        catch (SyntaxError e)
        {
            throw Fail(place, e.Wrong, e.Right);
        }
    }

    private Node Expression(RuleDraft draft, YamlText text) =>
        Located(text, () => new ExpressionChecker(scope, draft.Group, id => Named(id, text.Place)).Check(Grammar.Read(text.Value)));

    private Node Located(YamlText text, Func<Node> check)
    {
        try
        {
            return check();
        }
        catch (SyntaxError e)
        {
            throw Fail(text.At(e.Offset), e.Wrong, e.Right);
        }
    }

    private CheckFailed Fail(Place place, string wrong, string right)
    {
        errors.Add(place, wrong, right);
        return new CheckFailed();
    }

    /// <summary>The complaint is in the list already.</summary>
#pragma warning disable CA1032, CA1064 // Never leaves this class.
    private sealed class CheckFailed : Exception;
#pragma warning restore CA1032, CA1064
}
