using System.Collections.Concurrent;
using System.Linq.Expressions;
using System.Reflection;
using Spmis.Rules.Checking;
using Spmis.Values;

namespace Spmis.Rules.Evaluation;

/// <summary>Lets the interpreter call the same static methods as compiled rules do.</summary>
internal static class FunctionCaller
{
    private static readonly ConcurrentDictionary<MethodInfo, Func<object?, RuleValue[], ValueKind, RuleValue>> Callers = new();

    /// <summary>Calls with known arguments; an unknown outcome has no reason yet.</summary>
    public static RuleValue Call(FunctionNode node, RuleValue[] arguments) => Callers.GetOrAdd(node.Function.Method, Build)(node.Context, arguments, node.Kind);

    private static Func<object?, RuleValue[], ValueKind, RuleValue> Build(MethodInfo method)
    {
        var context = Expression.Parameter(typeof(object));
        var arguments = Expression.Parameter(typeof(RuleValue[]));
        var kind = Expression.Parameter(typeof(ValueKind));
        var index = 0;
        var given = method.GetParameters().Select(p => p.ParameterType == typeof(WorkCalendar)
            ? (Expression)Expression.Convert(context, typeof(WorkCalendar))
            : ClrValues.FromRuleValue(Expression.ArrayIndex(arguments, Expression.Constant(index++)), p.ParameterType)).ToList();
        var call = Expression.Call(method, given);
        return Expression.Lambda<Func<object?, RuleValue[], ValueKind, RuleValue>>(ClrValues.ToRuleValue(call, kind), context, arguments, kind).Compile();
    }
}

/// <summary>How kinds of values stand in compiled code: money, rates and numbers as decimal; whole numbers and durations as long.</summary>
internal static class ClrValues
{
    public static Type TypeOf(ValueKind kind) => kind switch
    {
        ValueKind.Bool => typeof(bool),
        ValueKind.Money or ValueKind.Rate or ValueKind.Number => typeof(decimal),
        ValueKind.Int or ValueKind.Months or ValueKind.Days => typeof(long),
        ValueKind.Date => typeof(DateOnly),
        ValueKind.Month => typeof(Month),
        ValueKind.Text => typeof(string),
        _ => throw new InvalidOperationException($"A {kind} has no type in compiled code."),
    };

    public static Expression FromRuleValue(Expression value, Type type) =>
        Expression.Call(typeof(ClrValues).GetMethod(nameof(To))!.MakeGenericMethod(type), value); // The method stands below.

    public static Expression ToRuleValue(Expression value, Expression kind) => Nullable.GetUnderlyingType(value.Type) is { } inner
        ? Expression.Call(typeof(ClrValues).GetMethod(nameof(FromNullable))!.MakeGenericMethod(inner), value, kind) // Likewise.
        : Expression.Call(typeof(ClrValues).GetMethod(nameof(From))!.MakeGenericMethod(value.Type), value, kind); // Likewise.

    public static T To<T>(RuleValue value)
    {
        if (typeof(T) == typeof(decimal))
        {
            return (T)(object)value.Raw;
        }

        if (typeof(T) == typeof(long))
        {
            return (T)(object)decimal.ToInt64(value.Raw);
        }

        return typeof(T) == typeof(bool) ? (T)(object)value.AsBool
            : typeof(T) == typeof(DateOnly) ? (T)(object)value.AsDate
            : typeof(T) == typeof(Month) ? (T)(object)value.AsMonth
            : (T)(object)value.AsText;
    }

    public static RuleValue FromNullable<T>(T? value, ValueKind kind)
        where T : struct => value is { } known ? From(known, kind) : RuleValue.Unknown;

    public static RuleValue From<T>(T value, ValueKind kind)
    {
        if (typeof(T) == typeof(decimal))
        {
            return RuleValue.Of(kind, (decimal)(object)value!); // Value types are never null.
        }

        return value switch
        {
            long l => RuleValue.Of(kind, l),
            bool b => RuleValue.Bool(b),
            DateOnly d => RuleValue.Date(d),
            Month m => RuleValue.Month(m),
            string s => RuleValue.Text(s),
            null => RuleValue.Unknown,
            _ => throw new InvalidOperationException($"{typeof(T).Name} is no type of the language."),
        };
    }
}
