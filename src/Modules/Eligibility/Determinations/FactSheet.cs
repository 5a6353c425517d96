using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Spmis.Eligibility.Evidence;
using Spmis.Kernel.Data;
using Spmis.Rules;
using Spmis.Values;

namespace Spmis.Eligibility.Determinations;

/// <summary>One fact a decision rests on.</summary>
/// <param name="Name">Dotted name.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Value">Plain text, the same in every culture.</param>
/// <param name="Source">Where it comes from.</param>
public sealed record FactEntry(string Name, ValueKind Kind, string Value, string Source);

/// <summary>A list of records a decision rests on.</summary>
/// <param name="Name">The list's name.</param>
/// <param name="Source">Where it comes from.</param>
/// <param name="Columns">Names of the fields.</param>
/// <param name="Kinds">What each field is.</param>
/// <param name="Rows">The records; null where a value is missing.</param>
public sealed record FactTable(string Name, string Source, IReadOnlyList<string> Columns, IReadOnlyList<ValueKind> Kinds, IReadOnlyList<IReadOnlyList<string?>> Rows);

/// <summary>All a decision rests on, with its sources: kept with the determination, so that it can be repeated years later.</summary>
public sealed record FactSheet
{
    /// <summary>The facts.</summary>
    public IReadOnlyList<FactEntry> Facts { get; init; } = [];

    /// <summary>The lists.</summary>
    public IReadOnlyList<FactTable> Lists { get; init; } = [];

    /// <summary>What a reader should know of them: why one was left out, what was assumed.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>The evidence the claim needs and how it stood; null when none is needed, so that older sheets keep their bytes.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<EvidenceEntry>? Evidence { get; init; }

    /// <summary>Reads what <see cref="ToJson"/> wrote.</summary>
    public static FactSheet FromJson(string json) => JsonSerializer.Deserialize<FactSheet>(json, SpmisJson.Options) ?? throw new InvalidOperationException("The fact sheet is empty.");

    /// <summary>As stored.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, SpmisJson.Options);

    /// <summary>As the rules take them.</summary>
    public Facts ToFacts()
    {
        var facts = new Facts();
        foreach (var fact in Facts)
        {
            facts.Set(fact.Name, Read(fact.Kind, fact.Value));
        }

        foreach (var list in Lists)
        {
            facts.SetList(list.Name, list.Rows.Select(row => Record(list, row)));
        }

        return facts;
    }

    /// <summary>The same facts asked for another month: the first day of it, and it. What else a claimant said stays.</summary>
    public FactSheet On(Month month) => this with
    {
        Facts = [.. Facts.Select(f => f.Name switch
        {
            FactNames.ClaimDate => f with { Value = month.First.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) },
            FactNames.ClaimMonth => f with { Value = month.ToString() },
            _ => f,
        })],
    };

    /// <summary>A value from its plain text.</summary>
    public static RuleValue Read(ValueKind kind, string text) => kind switch
    {
        ValueKind.Bool => RuleValue.Bool(text == "yes"),
        ValueKind.Date => RuleValue.Date(DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture)),
        ValueKind.Month => RuleValue.Month(Month.Parse(text)),
        ValueKind.Money => RuleValue.Money(Decimal(text)),
        ValueKind.Rate => RuleValue.Rate(Decimal(text)),
        ValueKind.Number => RuleValue.Number(Decimal(text)),
        ValueKind.Int => RuleValue.Int((long)Decimal(text)),
        ValueKind.Months => RuleValue.Months((long)Decimal(text)),
        ValueKind.Days => RuleValue.Days((long)Decimal(text)),
        ValueKind.Text => RuleValue.Text(text),
        _ => RuleValue.Unknown,
    };

    private static FactRecord Record(FactTable list, IReadOnlyList<string?> row)
    {
        var record = new FactRecord();
        for (var i = 0; i < row.Count; i++)
        {
            if (row[i] is { } text)
            {
                record.Set(list.Columns[i], Read(list.Kinds[i], text));
            }
        }

        return record;
    }

    private static decimal Decimal(string text) => decimal.Parse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture);
}
