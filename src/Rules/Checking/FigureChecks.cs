using Spmis.Rules.Language;
using static Spmis.Rules.ValueKind;

namespace Spmis.Rules.Checking;

/// <summary>Checks how figures of the law are looked up: reference date and keys.</summary>
internal sealed partial class ExpressionChecker
{
    /// <summary>A figure of the law at a day; used by lookups and scales.</summary>
    public ParameterNode Figure(Syntax syntax)
    {
        var lookup = syntax as LookupSyntax ?? new LookupSyntax(syntax.Offset, syntax, null, []);
        if (lookup.Target is not NameSyntax name || scope.Parameter(name.Name) is not { } parameter)
        {
            throw new SyntaxError(syntax.Offset, "Only a figure of the law has a reference date or rows.", "Write figure@day or figure@day[key]; rules and facts stand alone.");
        }

        if (lookup.Day is null && !parameter.IsConstant)
        {
            throw new SyntaxError(name.Offset, $"'{name.Name}' changes over time, and its reference date is missing.", $"Say at which date it counts: {name.Name}@claim.date, {name.Name}@declaration.month ...");
        }

        if (lookup.Day is not null && parameter.IsConstant)
        {
            throw new SyntaxError(lookup.Day.Offset, $"'{name.Name}' is a constant and has no reference date.", $"Write {name.Name}, or give its values dates in 'parameters'.");
        }

        return new ParameterNode(parameter, lookup.Day is null ? null : Day(lookup.Day), Keys(lookup, parameter)) { Rounded = scope.IsWholeFigure(parameter) };
    }

    public Node Day(Syntax syntax)
    {
        var day = Check(syntax);
        return day.Kind switch
        {
            Date => day,
            Month => new FunctionNode(Library.FirstDay, null, [day], new RuleType(Date)),
            _ => throw new SyntaxError(syntax.Offset, $"A reference date is a date or a month, but this is a {day.Type}.", "Write @claim.date, @declaration.month or @2026-02-01."),
        };
    }

    private Node[] Keys(LookupSyntax lookup, Parameters.Parameter parameter)
    {
        // Interpolation takes the table whole; CallChecks asks for that with no keys.
        if (lookup.Keys.Count != parameter.Dimensions.Count && lookup.Keys.Count > 0)
        {
            throw new SyntaxError(lookup.Offset, $"'{parameter.Id}' is looked up by {parameter.Dimensions.Count} key(s), not {lookup.Keys.Count}.", parameter.Dimensions.Count == 0 ? "Take the keys in [ ] away." : $"Give [{string.Join(", ", parameter.Dimensions.Select(d => d.Name))}].");
        }

        return [.. lookup.Keys.Select((k, i) => Key(k, parameter, i))];
    }

    private Node Key(Syntax syntax, Parameters.Parameter parameter, int index)
    {
        var dimension = parameter.Dimensions[index];
        var keys = parameter.KeysOf(index);
        if (syntax is NameSyntax word && !scope.Knows(word.Name, group) && keys.Contains(word.Name))
        {
            return Units.Constant(RuleValue.Text(word.Name));
        }

        var node = Check(syntax);
        if (dimension.IsClass && node.Kind is Text or Bool)
        {
            throw new SyntaxError(syntax.Offset, $"'{dimension.Name}' of '{parameter.Id}' is a class by number, but this is a {node.Type}.", "Give a number, an amount, a month or a duration.");
        }

        if (!dimension.IsClass && node.Type.Choices?.FirstOrDefault(c => !keys.Contains(c)) is { } gap)
        {
            throw new SyntaxError(syntax.Offset, $"'{parameter.Id}' has no row for '{gap}'.", $"Add it to the table ({gap}: none when the law gives no value). Rows: {string.Join(", ", keys.Order(StringComparer.Ordinal))}.");
        }

        return node;
    }

    private ParameterNode Lookup(LookupSyntax s) => WithKeys(Figure(s), s.Offset);

    private static ParameterNode WithKeys(ParameterNode node, int offset) =>
        node.Parameter.IsBrackets ? throw new SyntaxError(offset, $"'{node.Parameter.Id}' holds brackets, not one value.", $"Apply them: scale({node.Parameter.Id}@day, amount).")
        : node.Keys.Count == node.Parameter.Dimensions.Count ? node
        : throw new SyntaxError(offset, $"'{node.Parameter.Id}' depends on {string.Join(" and ", node.Parameter.Dimensions.Select(d => d.Name))}.", $"Write {node.Parameter.Id}{(node.Day is null ? "" : "@day")}[{string.Join(", ", node.Parameter.Dimensions.Select(d => d.Name))}].");
}
