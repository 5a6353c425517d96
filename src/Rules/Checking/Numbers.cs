using Spmis.Values;

namespace Spmis.Rules.Checking;

/// <summary>Arithmetic that both evaluators share.</summary>
internal static class Numbers
{
    public const string DividedByZero = "division by zero";

    public static decimal? Divide(decimal dividend, decimal divisor) => divisor == 0 ? null : dividend / divisor;

    public static decimal? Prorate(decimal value, decimal part, decimal whole) => whole == 0 ? null : value * part / whole;

    public static long Floor(decimal value) => decimal.ToInt64(decimal.Floor(value));

    public static long Ceiling(decimal value) => decimal.ToInt64(decimal.Ceiling(value));

    public static decimal Round(decimal value, decimal step, RoundingMode mode) => Rounding.Round(value, step, mode);

    public static decimal? Clamp(decimal value, decimal low, decimal high) => low > high ? null : Math.Clamp(value, low, high);

    public static long? ClampWhole(long value, long low, long high) => low > high ? null : Math.Clamp(value, low, high);
}
