using Spmis.Rules.Checking;
using Spmis.Rules.Evaluation;
using Spmis.Rules.Parameters;
using Spmis.Values;

namespace Spmis.Rules.Compilation;

/// <summary>The steps that quick code calls: each sets the mark where nobody can tell.</summary>
internal sealed partial class QuickCompiler
{
    public static T ReadCell<T>(T?[] cells, int index, ref bool lost)
        where T : struct
    {
        ref readonly var cell = ref cells[index];
        if (cell.HasValue)
        {
            return cell.GetValueOrDefault();
        }

        lost = true;
        return StandIn<T>.Value;
    }

    public static string ReadText(string?[] cells, int index, ref bool lost)
    {
        var text = cells[index];
        lost |= text is null;
        return text ?? "";
    }

    public static T Sure<T>(T? value, ref bool lost)
        where T : struct
    {
        lost |= !value.HasValue;
        return value ?? StandIn<T>.Value;
    }

    public static decimal Quotient(decimal dividend, decimal divisor, ref bool lost)
    {
        if (divisor != 0)
        {
            return dividend / divisor;
        }

        lost = true;
        return 0;
    }

    public static long ScaledOrNone(decimal value) => ScaledAmount.TryOf(value, out var scaled) ? scaled : ScaledAmount.None;

    public static bool SameText(string left, string right) => string.Equals(left, right, StringComparison.Ordinal);

    public static T Later<T>(T a, T b)
        where T : struct, IComparable<T> => a.CompareTo(b) >= 0 ? a : b;

    public static T Earlier<T>(T a, T b)
        where T : struct, IComparable<T> => a.CompareTo(b) <= 0 ? a : b;

    public static Cell? RowOfText(Cell? cell, string key) => cell?.FindText(key);

    public static Cell? RowOfNumber(Cell? cell, decimal key) => cell?.FindNumber(key);

    public static Cell? RowOf(Cell? cell, RuleValue key) => cell?.Find(key);

    public static decimal Decimal(Cell? cell, ref bool lost)
    {
        if (cell is { Value: { IsKnown: true } value })
        {
            return value.Raw;
        }

        lost = true;
        return 0;
    }

    public static string Text(Cell? cell, ref bool lost)
    {
        if (cell is { Value: { IsKnown: true } value })
        {
            return value.AsText;
        }

        lost = true;
        return "";
    }

    public static T Other<T>(Cell? cell, ref bool lost)
        where T : struct
    {
        if (cell is { Value: { IsKnown: true } value })
        {
            return ClrValues.To<T>(value);
        }

        lost = true;
        return StandIn<T>.Value;
    }

    public static decimal Scaled(ScaleMode mode, Cell? cell, decimal at, ref bool lost) => Sure(cell is null ? null : ScaleValues.Apply(mode, cell, at), ref lost);

    public static decimal Uprated(decimal amount, Cell? table, long first, long last, decimal step, RoundingMode mode, ref bool lost) =>
        Sure(table is null ? null : Scales.Uprated(table, amount, first, last, step, mode), ref lost);
}

/// <summary>What stands for a missing value until the row is given to the careful way: something every function can reckon with.</summary>
internal static class StandIn<T>
{
    public static readonly T Value = typeof(T) == typeof(Month) ? (T)(object)new Month(2000, 1) : typeof(T) == typeof(DateOnly) ? (T)(object)new DateOnly(2000, 1, 1) : default!; // Texts have one of their own.
}
