using Spmis.Rules.Language;
using static Spmis.Rules.ValueKind;

namespace Spmis.Rules.Checking;

/// <summary>Checks the raising of an amount year after year.</summary>
internal sealed partial class CallChecks
{
    private UprateNode Uprate(CallSyntax s)
    {
        var arguments = Arguments(s, 6, "uprate(x, table, first, last, step, mode)");
        var operand = expressions.Check(arguments[0]);
        if (operand.Kind is not (Money or Number))
        {
            throw new SyntaxError(arguments[0].Offset, $"A {operand.Type} is not raised.", "Give an amount or a number.");
        }

        var table = expressions.Figure(arguments[1]);
        if (table.Parameter is not { IsBrackets: false, Dimensions.Count: 1 } || table.Kind is not (Rate or Number) || table.Keys.Count > 0)
        {
            throw new SyntaxError(arguments[1].Offset, $"'{table.Parameter.Id}' is no table of rates by year.", "Declare it with unit: rate and by: [year], and name it without keys.");
        }

        var (step, mode) = Rounding(operand, arguments[4], arguments[5]);
        return new UprateNode(operand, table, expressions.Check(arguments[2], Int, "The first year"), expressions.Check(arguments[3], Int, "The last year"), step, mode)
        {
            Rounded = operand.Kind is not Money || (operand.Rounded && scope.IsWhole(step)),
        };
    }
}
