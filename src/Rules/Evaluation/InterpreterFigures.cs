using Spmis.Rules.Checking;
using Spmis.Rules.Parameters;

namespace Spmis.Rules.Evaluation;

/// <summary>Looks figures of the law up and applies scales.</summary>
internal sealed partial class Interpreter
{
    private RuleValue Figure(ParameterNode node, List<ExplanationNode>? into)
    {
        var cell = CellOf(node, into, out var unknown);
        return cell is null ? unknown : cell.Value;
    }

    private Cell? CellOf(ParameterNode node, List<ExplanationNode>? into, out RuleValue unknown)
    {
        var day = node.Day is null ? RuleValue.Date(DateOnly.MinValue) : Of(node.Day, into);
        var keys = node.Keys.Select(k => Of(k, into)).ToArray();
        if (!day.IsKnown || keys.Any(k => !k.IsKnown))
        {
            unknown = Doubtful(keys.Append(day));
            return null;
        }

        var entry = node.Parameter.In(day.AsDate, asKnownOn);
        var cell = keys.Aggregate(entry?.Cell, (c, key) => c?.Find(key));
        var none = cell is null || (node.Keys.Count == node.Parameter.Dimensions.Count && cell is { Value.IsKnown: false, Brackets: null });
        unknown = none ? Because(Nothing(node, day, keys, entry)) : default;
        if (into is null)
        {
            return none ? null : cell;
        }

        var outcome = none ? unknown : cell!.Value; // None covers null.
        Add(into, Node("figure", outcome) with
        {
            Id = node.Parameter.Id,
            Labels = node.Parameter.Labels,
            Article = cell?.Article ?? entry?.Article,
            Value = cell?.Brackets is { } brackets ? string.Join("; ", brackets) : outcome.IsKnown ? outcome.ToString() : null,
            From = entry is null || entry.From == DateOnly.MinValue ? null : entry.From,
            To = entry is null || entry.To == DateOnly.MaxValue ? null : entry.To,
            Recorded = entry?.Recorded,
            Keys = [.. keys.Select(k => k.ToString())],
        });
        return none ? null : cell;
    }

    private static string Nothing(ParameterNode node, RuleValue day, RuleValue[] keys, ParameterEntry? entry)
    {
        var on = node.Day is null ? "" : $" on {day}";
        return entry is null || keys.Length == 0 ? $"{node.Parameter.Id} has no value in force{on}" : $"{node.Parameter.Id} has no value for {string.Join(", ", keys)}{on}";
    }

    private RuleValue Scale(ScaleNode node, List<ExplanationNode>? into)
    {
        var cell = CellOf(node.Table, into, out var unknown);
        var operand = Of(node.Operand, into);
        if (cell is null || !operand.IsKnown)
        {
            return cell is null ? Doubtful(unknown, operand) : operand;
        }

        try
        {
            return ScaleValues.Apply(node.Mode, cell, operand.Raw) is { } value ? RuleValue.Of(node.Kind, value) : Because($"{node.Table.Parameter.Id} has no points to interpolate between");
        }
        catch (OverflowException)
        {
            return Because(TooLarge);
        }
    }

    private RuleValue Uprate(UprateNode node, List<ExplanationNode>? into)
    {
        var value = Of(node.Operand, into);
        var (first, last) = (Of(node.First, into), Of(node.Last, into));
        var day = node.Table.Day is null ? RuleValue.Date(DateOnly.MinValue) : Of(node.Table.Day, into);
        if (!value.IsKnown || !first.IsKnown || !last.IsKnown || !day.IsKnown)
        {
            return Doubtful(value, first, last, day);
        }

        if (last.Raw - first.Raw >= Scales.MostSteps)
        {
            return Because($"more than {Scales.MostSteps} steps from {first} to {last}");
        }

        for (var key = (long)first.Raw; key <= (long)last.Raw; key++)
        {
            // Each step shows its figure and its rounding.
            var at = new ParameterNode(node.Table.Parameter, node.Table.Day is null ? null : new ConstantNode(day), [new ConstantNode(RuleValue.Int(key))]);
            var rate = Figure(at, into);
            value = rate.IsKnown ? Raised(node, value, rate, into) : rate;
            if (!value.IsKnown)
            {
                return value;
            }
        }

        return value;
    }

    private static RuleValue Raised(UprateNode node, RuleValue value, RuleValue rate, List<ExplanationNode>? into)
    {
        try
        {
            var before = RuleValue.Of(node.Kind, value.Raw * (1 + rate.Raw));
            var after = RuleValue.Of(node.Kind, Numbers.Round(before.Raw, node.Step, node.Mode));
            into?.Add(Node("round", after) with { Left = before.ToString(), LeftType = before.Kind, Step = RuleValue.Number(node.Step).ToString(), Mode = node.Mode });
            return after;
        }
        catch (OverflowException)
        {
            return Because(TooLarge);
        }
    }
}

/// <summary>One scale, whichever it is.</summary>
internal static class ScaleValues
{
    public static decimal? Apply(ScaleMode mode, Cell cell, decimal at) => mode switch
    {
        ScaleMode.Interpolated => Scales.Interpolated(cell, at),
        _ when cell.Brackets is null => null,
        ScaleMode.Marginal => Scales.Marginal(cell.Brackets, at),
        ScaleMode.Whole => Scales.Whole(cell.Brackets, at),
        _ => throw new ArgumentOutOfRangeException(nameof(mode), mode, "Unknown scale."),
    };
}
