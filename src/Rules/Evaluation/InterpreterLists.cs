using Spmis.Rules.Checking;

namespace Spmis.Rules.Evaluation;

internal sealed partial class Interpreter
{
    // Records that did not count are shown with their reason, the first few only.
    private const int MostShown = 6;

    private RuleValue Aggregate(AggregateNode node, List<ExplanationNode>? into)
    {
        if (!given.Lists.TryGetValue(node.List.Name, out var records))
        {
            var missing = RuleValue.Because(Doubt.MissingFact(node.List.Name));
            if (into is not null)
            {
                Add(into, Node("list", missing) with { Id = node.List.Name, Labels = node.List.Labels });
            }

            return missing;
        }

        FactBinder.Records(node.List, records);
        var number = node.Number is null ? RuleValue.Int(0) : Of(node.Number, into);
        var doubts = new List<RuleValue>();
        var taken = new List<Taken>();
        var left = new List<FactRecord>();
        var frame = new Frame(node.List.Element);
        frames.Add(frame);
        try
        {
            foreach (var record in records)
            {
                frame.Turn(record);
                var counts = node.Where is null ? RuleValue.Bool(true) : Of(node.Where, null);
                if (!counts.IsKnown)
                {
                    doubts.Add(counts);
                }
                else if (!counts.AsBool)
                {
                    left.Add(record);
                }
                else
                {
                    taken.Add(new Taken(node.Operand is null ? RuleValue.Int(1) : Of(node.Operand, null), node.Key is null ? default : Of(node.Key, null)));
                }
            }
        }
        finally
        {
            frames.RemoveAt(frames.Count - 1);
        }

        var value = number.IsKnown ? Outcome(node, number, taken, doubts) : number;
        into?.Add(Node("list", value) with { Id = node.List.Name, Labels = node.List.Labels, Operator = node.Aggregate.ToString(), Count = taken.Count, Of = records.Count, Children = Shown(node, left) });
        return value;
    }

    private static RuleValue Outcome(AggregateNode node, RuleValue number, List<Taken> taken, List<RuleValue> doubts)
    {
        if (node.Aggregate is AggregateKind.Any or AggregateKind.All)
        {
            // Kleene: one record that decides outweighs those nobody can tell.
            var all = node.Aggregate is AggregateKind.All;
            doubts.AddRange(taken.Where(t => !t.Value.IsKnown).Select(t => t.Value));
            return taken.Any(t => t.Value.IsKnown && t.Value.AsBool != all) ? RuleValue.Bool(!all) : doubts.Count > 0 ? Doubtful(doubts) : RuleValue.Bool(all);
        }

        foreach (var (value, key) in taken)
        {
            if (!value.IsKnown)
            {
                doubts.Add(value);
            }

            if (node.Key is not null && !key.IsKnown)
            {
                doubts.Add(key);
            }
        }

        if (doubts.Count > 0)
        {
            return Doubtful(doubts);
        }

        try
        {
            return Reckon(node, number, taken);
        }
        catch (OverflowException)
        {
            return Because(TooLarge);
        }
    }

    private static RuleValue Reckon(AggregateNode node, RuleValue number, List<Taken> taken)
    {
        var n = (int)Math.Clamp(number.Raw, 0, FactBinder.MostRecords);
        var values = taken.Select(t => t.Value.Raw);
        switch (node.Aggregate)
        {
            case AggregateKind.Count:
                return RuleValue.Int(taken.Count);
            case AggregateKind.Min or AggregateKind.Max when taken.Count == 0:
                return Because($"{node.List.Name} has no such record");
            case AggregateKind.Min:
                return RuleValue.Of(node.Kind, values.Min());
            case AggregateKind.Max:
                return RuleValue.Of(node.Kind, values.Max());
            case AggregateKind.Best:
                return RuleValue.Of(node.Kind, values.OrderDescending().Take(n).Sum());
            case AggregateKind.Last:
                return RuleValue.Of(node.Kind, taken.OrderByDescending(t => t.Key.Raw).Take(n).Sum(t => t.Value.Raw));
            case AggregateKind.HighestQuarter:
                return RuleValue.Of(node.Kind, taken.GroupBy(t => (t.Key.AsMonth.Year, (t.Key.AsMonth.Number - 1) / 3), (_, q) => q.Sum(t => t.Value.Raw)).DefaultIfEmpty(0).Max());
            case AggregateKind.Overlaps:
                return RuleValue.Bool(Overlap(taken));
            default:
                return RuleValue.Of(node.Kind, values.Sum());
        }
    }

    // In the order of their beginnings, a period overlaps when one before it has not ended.
    private static bool Overlap(List<Taken> taken)
    {
        var end = decimal.MinValue;
        foreach (var (from, to) in taken.OrderBy(t => t.Value.Raw))
        {
            if (from.Raw <= end)
            {
                return true;
            }

            end = Math.Max(end, to.Raw);
        }

        return false;
    }

    private List<ExplanationNode> Shown(AggregateNode node, List<FactRecord> left)
    {
        var shown = new List<ExplanationNode>();
        if (node.Where is not { } condition)
        {
            return shown;
        }

        var before = explained;
        foreach (var record in left.Take(MostShown))
        {
            explained = new HashSet<string>(before, StringComparer.Ordinal);
            var children = new List<ExplanationNode>();
            var value = RuleValue.Unknown;
            var frame = new Frame(node.List.Element);
            frame.Turn(record);
            frames.Add(frame);
            try
            {
                value = Of(condition, children);
            }
            finally
            {
                frames.RemoveAt(frames.Count - 1);
            }

            var first = record.Values.TryGetValue(node.List.KeyOf(node.List.Fields[0]), out var name) ? name.Value.ToString() : "";
            shown.Add(Node("record", value) with { Id = first, Children = [.. children.SelectMany(Explanation.Failed)] });
        }

        explained = before;
        return shown;
    }

    private readonly record struct Taken(RuleValue Value, RuleValue Key);
}
