using System.Globalization;
using System.Text.Json;
using Spmis.Rules.Packages;
using Spmis.Values;

namespace Spmis.Rules.Testing;

/// <summary>Reads values as files of worked examples write them.</summary>
internal static class VectorValues
{
    /// <summary>The value as the type wants it, or null when it does not fit.</summary>
    public static RuleValue? Read(JsonElement value, RuleType type)
    {
        var text = value.ToString();
        return type.Kind switch
        {
            ValueKind.Bool => value.ValueKind switch { JsonValueKind.True => RuleValue.Bool(true), JsonValueKind.False => RuleValue.Bool(false), _ => text switch { "yes" or "true" => RuleValue.Bool(true), "no" or "false" => RuleValue.Bool(false), _ => null } },
            ValueKind.Date => Day(text) is { } day ? RuleValue.Date(day) : null,
            ValueKind.Month => Day(text) is { Year: >= 1900 and <= 2999 } day ? RuleValue.Month(Month.Of(day)) : null,
            ValueKind.Text => type.Choices?.Contains(text) is not false ? RuleValue.Text(text) : null,
            ValueKind.Int or ValueKind.Months or ValueKind.Days => Number(value, text) is { } whole && decimal.Truncate(whole) == whole ? RuleValue.Number(whole) : Day(text) is { } day ? RuleValue.Int(day.Year) : null,
            _ => Number(value, text) is { } number ? RuleValue.Number(number) : null,
        };
    }

    /// <summary>A day, or the first of a year, month, quarter (2014-Q1) or week (2024-W15).</summary>
    public static DateOnly? Day(string text)
    {
        var year = text.Length >= 4 && int.TryParse(text.AsSpan(0, 4), NumberStyles.None, CultureInfo.InvariantCulture, out var y) && y is >= 1800 and <= 2999 ? y : 0;
        return (year, text.Length) switch
        {
            (0, _) => null,
            (_, 4) => new DateOnly(year, 1, 1),
            (_, 7) when text[4] == '-' && text[5] == 'Q' && text[6] is >= '1' and <= '4' => new DateOnly(year, ((text[6] - '1') * 3) + 1, 1),
            (_, 7) when Literals.Date(text + "-01") is { } first => first,
            (_, 8) when text[4] == '-' && text[5] == 'W' && int.TryParse(text.AsSpan(6), NumberStyles.None, CultureInfo.InvariantCulture, out var week) && week >= 1 && week <= ISOWeek.GetWeeksInYear(year) => DateOnly.FromDateTime(ISOWeek.ToDateTime(year, week, DayOfWeek.Monday)),
            _ => Literals.Date(text),
        };
    }

    /// <summary>Whether every key of an object is a day, a month or a year: a value by date.</summary>
    public static bool IsByDate(JsonElement value) => value.ValueKind is JsonValueKind.Object && value.EnumerateObject().Any() && value.EnumerateObject().All(p => Day(p.Name) is not null);

    public static bool IsScalar(JsonElement value) => value.ValueKind is not (JsonValueKind.Object or JsonValueKind.Array);

    /// <summary>The single value of an object by date, or the value itself.</summary>
    public static JsonElement Bare(JsonElement value) =>
        IsByDate(value) && value.EnumerateObject().Count() == 1 ? value.EnumerateObject().First().Value : value;

    private static decimal? Number(JsonElement value, string text) => value.ValueKind is JsonValueKind.Number or JsonValueKind.String
        && decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;
}
