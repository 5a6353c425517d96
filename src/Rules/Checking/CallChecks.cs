using Spmis.Rules.Language;
using Spmis.Rules.Parameters;
using static Spmis.Rules.ValueKind;
using RoundingMode = Spmis.Values.RoundingMode;

namespace Spmis.Rules.Checking;

/// <summary>Checks calls of functions.</summary>
internal sealed partial class CallChecks(Scope scope, ExpressionChecker expressions)
{
    private static readonly Dictionary<string, RoundingMode> Modes = new(StringComparer.Ordinal)
    {
        ["up"] = RoundingMode.Up,
        ["down"] = RoundingMode.Down,
        ["half_up"] = RoundingMode.HalfUp,
        ["half_down"] = RoundingMode.HalfDown,
        ["half_even"] = RoundingMode.HalfEven,
    };

    private static readonly Dictionary<string, AggregateKind> Aggregates = new(StringComparer.Ordinal)
    {
        ["count"] = AggregateKind.Count,
        ["sum"] = AggregateKind.Sum,
        ["min"] = AggregateKind.Min,
        ["max"] = AggregateKind.Max,
        ["any"] = AggregateKind.Any,
        ["all"] = AggregateKind.All,
        ["best"] = AggregateKind.Best,
        ["last"] = AggregateKind.Last,
        ["highest_quarter"] = AggregateKind.HighestQuarter,
        ["overlaps"] = AggregateKind.Overlaps,
    };

    private static readonly string[] Special = ["round", "exact", "floor", "ceil", "abs", "min", "max", "clamp", "prorate", "scale", "scale_whole", "interpolate", "uprate", "if_known", "known"];

    private Units Units => expressions.Units;

    public Node Check(CallSyntax s)
    {
        if (s.Over is not null || s.Where is not null || s.By is not null || (Aggregates.ContainsKey(s.Name) && s.Name is not ("min" or "max")))
        {
            return Aggregate(s);
        }

        return s.Name switch
        {
            "round" => Round(s),
            "exact" => Exact(s),
            "floor" => Whole(s, Library.Floor),
            "ceil" => Whole(s, Library.Ceiling),
            "abs" => Absolute(s),
            "min" or "max" => Extreme(s),
            "clamp" => Clamp(s),
            "prorate" => Prorate(s),
            "scale" => Scale(s, ScaleMode.Marginal),
            "scale_whole" => Scale(s, ScaleMode.Whole),
            "interpolate" => Interpolate(s),
            "uprate" => Uprate(s),
            "if_known" => IfKnown(s),
            "known" => new KnownNode(expressions.Check(Arguments(s, 1, "known(x)")[0])),
            _ => Fixed(s),
        };
    }

    private FunctionNode Fixed(CallSyntax s)
    {
        var candidates = Library.Functions.Where(f => f.Name == s.Name).ToList();
        if (candidates.Count == 0)
        {
            var known = Library.Functions.Select(f => f.Name).Concat(Special).Concat(Aggregates.Keys).Distinct().ToList();
            var nearest = Suggestion.Nearest(s.Name, known);
            throw new SyntaxError(s.Offset, $"There is no function '{s.Name}'.", nearest is null ? $"Functions: {string.Join(", ", known.Order(StringComparer.Ordinal))}." : $"Did you mean '{nearest}'?");
        }

        var arguments = s.Arguments.Select(expressions.Check).ToList();
        var function = candidates.FirstOrDefault(f => f.Takes.SequenceEqual(arguments.Select(a => a.Kind)))
            ?? throw new SyntaxError(s.Offset, $"'{s.Name}' cannot be given ({string.Join(", ", arguments.Select(a => a.Type))}).", $"Write {string.Join(" or ", candidates.Select(c => c.Signature))}.");
        return new FunctionNode(function, function.NeedsCalendar ? scope.Calendar : null, arguments, new RuleType(function.Yields)) { Rounded = true };
    }

    private RoundNode Round(CallSyntax s)
    {
        var arguments = Arguments(s, 3, "round(x, step, mode)");
        var operand = expressions.Check(arguments[0]);
        if (operand.Kind is not (Money or Number or Rate or Int))
        {
            throw new SyntaxError(arguments[0].Offset, $"A {operand.Type} cannot be rounded.", "Round amounts and numbers.");
        }

        var (step, mode) = Rounding(operand, arguments[1], arguments[2]);
        return new RoundNode(operand, step, mode) { Rounded = operand.Kind is not Money || scope.IsWhole(step) };
    }

    private (decimal Step, RoundingMode Mode) Rounding(Node operand, Syntax stepSyntax, Syntax modeSyntax)
    {
        var step = stepSyntax switch
        {
            NumberSyntax { Value: > 0 } number => number.Value,
            QuantitySyntax { Value: > 0 } money when operand.Kind is Money && money.Unit == scope.Currency.Code => money.Value,
            var other => throw new SyntaxError(other.Offset, "The step of a rounding is a number above 0.", "Write 1, 10, 0.1, 0.05 ..."),
        };
        var mode = modeSyntax is NameSyntax name && Modes.TryGetValue(name.Name, out var found)
            ? found
            : throw new SyntaxError(modeSyntax.Offset, "This is no way to round.", $"Write one of {string.Join(", ", Modes.Keys)}.");
        return (step, mode);
    }

    private ExactNode Exact(CallSyntax s)
    {
        var operand = expressions.Check(Arguments(s, 1, "exact(x)")[0]);
        return operand.Kind is Money ? new ExactNode(operand) : throw new SyntaxError(s.Offset, "Only money needs exact().", "Take it away.");
    }

    private FunctionNode Whole(CallSyntax s, Function function)
    {
        var operand = expressions.Check(Arguments(s, 1, $"{s.Name}(x)")[0]);
        return operand.Type.IsPlain
            ? new FunctionNode(function, null, [operand], new RuleType(Int)) { Rounded = true }
            : throw new SyntaxError(s.Offset, $"'{s.Name}' takes a number, not a {operand.Type}.", "Round money with round(x, 1, down); divide money by money for a number.");
    }

    private ExtremeNode Absolute(CallSyntax s)
    {
        var operand = expressions.Check(Arguments(s, 1, "abs(x)")[0]);
        return operand.Kind is Money or Int or Number or Rate or Months or Days
            ? new ExtremeNode(operand.Type, true, [operand, new ArithmeticNode(operand.Type, '-', new ConstantNode(RuleValue.Of(operand.Kind, 0)), operand)]) { Rounded = operand.Rounded }
            : throw new SyntaxError(s.Offset, $"A {operand.Type} has no absolute value.", "Give a number, an amount or a duration.");
    }

    private ExtremeNode Extreme(CallSyntax s)
    {
        if (s.Arguments.Count < 2)
        {
            throw new SyntaxError(s.Offset, $"'{s.Name}' needs at least two values.", $"Write {s.Name}(a, b), or {s.Name}(x over list) for the records of a list.");
        }

        var (type, parts) = Ordered(s, s.Arguments);
        return new ExtremeNode(type, s.Name == "max", parts) { Rounded = parts.All(p => p.Rounded) };
    }

    private (RuleType Type, IReadOnlyList<Node> Parts) Ordered(CallSyntax s, IReadOnlyList<Syntax> arguments)
    {
        var (type, parts) = Units.Unify(s.Offset, [.. arguments.Select(expressions.Check)], $"'{s.Name}'");
        return type.Kind is Bool or Text ? throw new SyntaxError(s.Offset, $"A {type} has no order.", "Give numbers, amounts, dates or durations.") : (type, parts);
    }

    private FunctionNode Clamp(CallSyntax s)
    {
        var (type, parts) = Ordered(s, Arguments(s, 3, "clamp(x, low, high)"));
        return type.Kind is Date or Month
            ? throw new SyntaxError(s.Offset, $"'clamp' does not take a {type}.", "Write max(low, min(x, high)).")
            : new FunctionNode(type.Kind is Int or Months or Days ? Library.ClampWhole : Library.Clamp, null, parts, type) { Rounded = parts.All(p => p.Rounded) };
    }

    private FunctionNode Prorate(CallSyntax s)
    {
        var arguments = Arguments(s, 3, "prorate(x, part, whole)").Select(expressions.Check).ToList();
        var fits = (arguments[0].Kind is Money || arguments[0].Type.IsPlain)
            && (arguments[1].Kind == arguments[2].Kind || (arguments[1].Type.IsPlain && arguments[2].Type.IsPlain)) && arguments[1].Kind is Int or Number or Rate or Money or Months or Days;
        return fits
            ? new FunctionNode(Library.Prorate, null, arguments, new RuleType(arguments[0].Kind is Money ? Money : Number))
            : throw new SyntaxError(s.Offset, $"'prorate' cannot be given ({string.Join(", ", arguments.Select(a => a.Type))}).", "Write prorate(amount, part, whole) with part and whole in the same unit.");
    }

    private ScaleNode Scale(CallSyntax s, ScaleMode mode)
    {
        var arguments = Arguments(s, 2, $"{s.Name}(brackets@day, x)");
        var table = expressions.Figure(arguments[0]);
        var operand = expressions.Check(arguments[1]);
        if (!table.Parameter.IsBrackets || table.Keys.Count != table.Parameter.Dimensions.Count)
        {
            throw new SyntaxError(arguments[0].Offset, $"'{table.Parameter.Id}' is no scale{(table.Parameter.IsBrackets ? " without its keys" : "")}.", "Declare it with unit: brackets, and give all its keys in [ ].");
        }

        return operand.Kind is Money || operand.Type.IsPlain
            ? new ScaleNode(new RuleType(operand.Kind is Money ? Money : Number), mode, table, operand)
            : throw new SyntaxError(arguments[1].Offset, $"A {operand.Type} has no scale.", "Give an amount or a number.");
    }

    private ScaleNode Interpolate(CallSyntax s)
    {
        var arguments = Arguments(s, 2, "interpolate(table@day, x)");
        var table = expressions.Figure(arguments[0]);
        var operand = expressions.Check(arguments[1]);
        return table.Parameter is { IsBrackets: false, Dimensions: [{ IsClass: true }] } && table.Kind is Money or Rate or Number && table.Keys.Count == 0 && operand.Kind is not (Bool or Text or Date or Month)
            ? new ScaleNode(table.Type, ScaleMode.Interpolated, table, operand)
            : throw new SyntaxError(s.Offset, "This cannot be interpolated.", "Give a table of amounts, rates or numbers with one dimension, by: [class name], and a number.");
    }

    private IfKnownNode IfKnown(CallSyntax s)
    {
        var (type, both) = Units.Unify(s.Offset, [.. Arguments(s, 2, "if_known(x, y)").Select(expressions.Check)], "'if_known'");
        return new IfKnownNode(type, both[0], both[1]) { Rounded = both.All(b => b.Rounded) };
    }

    private static IReadOnlyList<Syntax> Arguments(CallSyntax s, int count, string form) => s.Arguments.Count == count
        ? s.Arguments
        : throw new SyntaxError(s.Offset, $"'{s.Name}' takes {count} value(s), not {s.Arguments.Count}.", $"Write {form}.");
}
