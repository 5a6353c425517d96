using Spmis.Rules.Evaluation;
using Spmis.Values;

namespace Spmis.Rules.Compilation;

/// <summary>Typed cells, null where a fact is missing. For lists each fact has a stretch of cells, one a record.</summary>
internal sealed class FactCells
{
    public FactCells(IEnumerable<FactSlot> slots, bool isList = false)
    {
        var counts = slots.GroupBy(s => ClrValues.TypeOf(s.Kind)).ToDictionary(g => g.Key, g => g.Count());
        Decimals = new decimal?[counts.GetValueOrDefault(typeof(decimal))];
        Scaled = isList ? new long[Decimals.Length] : [];
        System.Array.Fill(Scaled, ScaledAmount.None);
        Longs = new long?[counts.GetValueOrDefault(typeof(long))];
        Bools = new bool?[counts.GetValueOrDefault(typeof(bool))];
        Dates = new DateOnly?[counts.GetValueOrDefault(typeof(DateOnly))];
        Months = new Month?[counts.GetValueOrDefault(typeof(Month))];
        Texts = new string?[counts.GetValueOrDefault(typeof(string))];
    }

    public decimal?[] Decimals { get; }

    /// <summary>For lists: each decimal in ten-thousandths, or that it is none.</summary>
    public long[] Scaled { get; }

    public long?[] Longs { get; }

    public bool?[] Bools { get; }

    public DateOnly?[] Dates { get; }

    public Month?[] Months { get; }

    public string?[] Texts { get; }

    public static string Choice(FactSlot slot, string value) => slot.Choices is null || slot.Choices.Contains(value)
        ? value
        : throw new ArgumentException($"Fact '{slot.Name}' is '{value}', which is none of {string.Join(", ", slot.Choices)}.{Suggestion.For(value, slot.Choices)}");

    /// <summary>The array of a kind of value.</summary>
    public static string Array(ValueKind kind) => kind switch
    {
        ValueKind.Bool => nameof(Bools),
        ValueKind.Money or ValueKind.Rate or ValueKind.Number => nameof(Decimals),
        ValueKind.Int or ValueKind.Months or ValueKind.Days => nameof(Longs),
        ValueKind.Date => nameof(Dates),
        ValueKind.Month => nameof(Months),
        _ => nameof(Texts),
    };

    public void Clear()
    {
        System.Array.Clear(Decimals);
        System.Array.Clear(Longs);
        System.Array.Clear(Bools);
        System.Array.Clear(Dates);
        System.Array.Clear(Months);
        System.Array.Clear(Texts);
    }

    public void PutDecimal(int index, decimal? value)
    {
        Decimals[index] = value;
        if (Scaled.Length > 0)
        {
            Scaled[index] = value is { } known && ScaledAmount.TryOf(known, out var scaled) ? scaled : ScaledAmount.None;
        }
    }

    public void Put(FactSlot slot, RuleValue value, int offset)
    {
        var i = slot.Index + offset;
        switch (Array(slot.Kind))
        {
            case nameof(Decimals): PutDecimal(i, value.Raw); break;
            case nameof(Longs): Longs[i] = decimal.ToInt64(value.Raw); break;
            case nameof(Bools): Bools[i] = value.AsBool; break;
            case nameof(Dates): Dates[i] = value.AsDate; break;
            case nameof(Months): Months[i] = value.AsMonth; break;
            default: Texts[i] = value.AsText; break;
        }
    }

    public RuleValue Get(FactSlot slot, int offset)
    {
        var i = slot.Index + offset;
        return Array(slot.Kind) switch
        {
            nameof(Decimals) => ClrValues.FromNullable(Decimals[i], slot.Kind),
            nameof(Longs) => ClrValues.FromNullable(Longs[i], slot.Kind),
            nameof(Bools) => ClrValues.FromNullable(Bools[i], slot.Kind),
            nameof(Dates) => ClrValues.FromNullable(Dates[i], slot.Kind),
            nameof(Months) => ClrValues.FromNullable(Months[i], slot.Kind),
            _ => ClrValues.From(Texts[i], slot.Kind),
        };
    }
}
