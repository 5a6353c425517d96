using Spmis.Rules.Compilation;
using Spmis.Rules.Evaluation;
using Spmis.Values;

namespace Spmis.Rules;

/// <summary>A list of records inside a <see cref="FactRow"/>, kept record after record and used again.</summary>
public sealed class RecordList
{
    private FactCells cells;
    private int room = 16;

    internal RecordList(ListLayout layout)
    {
        Layout = layout;
        cells = Room(room);
        Widths = new RecordWidths(cells, room);
    }

    /// <summary>How many records there are; -1 while the list is missing.</summary>
    public int Count { get; private set; } = -1;

    internal ListLayout Layout { get; }

    /// <summary>The cells; a field of record i stands at its slot's index + i times the width of its family.</summary>
    internal FactCells Cells => cells;

    internal RecordWidths Widths { get; }

    /// <summary>The place of a field; ask once, not per row.</summary>
    /// <param name="field">Bare name: <c>paid</c>.</param>
    /// <exception cref="ArgumentException">No such field.</exception>
    public FactSlot Slot(string field) => Layout.Fields.TryGetValue(field, out var slot)
        ? slot
        : throw new ArgumentException($"List '{Layout.List.Name}' has no field '{field}'.{Suggestion.For(field, Layout.Fields.Keys)}", nameof(field));

    /// <summary>The list is known and empty so far.</summary>
    public void Begin() => Count = 0;

    /// <summary>A new record; its fields are missing until they are set.</summary>
    public void Add()
    {
        if (Count < 0 || Count >= FactBinder.MostRecords)
        {
            throw new InvalidOperationException(Count < 0 ? "Begin the list before adding to it." : $"A list has at most {FactBinder.MostRecords} records.");
        }

        if (Count == room)
        {
            Grow();
        }

        foreach (var slot in Layout.Fields.Values)
        {
            Widths.Forget(cells, slot, Count);
        }

        Count++;
    }

    /// <summary>Money in major units, a rate or a number of the last record.</summary>
    public void Set(FactSlot slot, decimal value) => cells.PutDecimal(slot.Index + ((Count - 1) * Widths.Decimals), value);

    /// <summary>A whole number or duration of the last record.</summary>
    public void Set(FactSlot slot, long value) => cells.Longs[slot.Index + ((Count - 1) * Widths.Longs)] = value;

    /// <summary>Yes or no of the last record.</summary>
    public void Set(FactSlot slot, bool value) => cells.Bools[slot.Index + ((Count - 1) * Widths.Bools)] = value;

    /// <summary>A date of the last record.</summary>
    public void Set(FactSlot slot, DateOnly value) => cells.Dates[slot.Index + ((Count - 1) * Widths.Dates)] = value;

    /// <summary>A month of the last record.</summary>
    public void Set(FactSlot slot, Month value) => cells.Months[slot.Index + ((Count - 1) * Widths.Months)] = value;

    /// <summary>A word of the last record.</summary>
    public void Set(FactSlot slot, string value) => cells.Texts[slot.Index + ((Count - 1) * Widths.Texts)] = FactCells.Choice(slot, value);

    internal void Forget() => Count = -1;

    internal void Load(IReadOnlyList<FactRecord> records, Currency currency)
    {
        Begin();
        foreach (var record in records)
        {
            Add();
            foreach (var field in Layout.List.Fields)
            {
                var key = Layout.List.KeyOf(field);
                if (record.Values.TryGetValue(key, out var given))
                {
                    cells.Put(Layout.Fields[key], FactBinder.Bind(field, given, currency), (Count - 1) * Widths.Of(field.Type.Kind));
                }
            }
        }
    }

    internal IReadOnlyList<FactRecord> ToRecords() => [.. Enumerable.Range(0, Count).Select(i =>
    {
        var record = new FactRecord();
        foreach (var (key, slot) in Layout.Fields)
        {
            record.Set(key, cells.Get(slot, i * Widths.Of(slot.Kind)));
        }

        return record;
    })];

    private FactCells Room(int records) => new(Enumerable.Range(0, records).SelectMany(_ => Layout.Fields.Values), isList: true);

    private void Grow()
    {
        var larger = Room(room *= 2);
        cells.Decimals.CopyTo(larger.Decimals, 0);
        cells.Scaled.CopyTo(larger.Scaled, 0);
        cells.Longs.CopyTo(larger.Longs, 0);
        cells.Bools.CopyTo(larger.Bools, 0);
        cells.Dates.CopyTo(larger.Dates, 0);
        cells.Months.CopyTo(larger.Months, 0);
        cells.Texts.CopyTo(larger.Texts, 0);
        cells = larger;
    }
}

/// <summary>How many cells of each family one record takes.</summary>
internal sealed class RecordWidths(FactCells cells, int records)
{
    public int Decimals { get; } = cells.Decimals.Length / records;

    public int Longs { get; } = cells.Longs.Length / records;

    public int Bools { get; } = cells.Bools.Length / records;

    public int Dates { get; } = cells.Dates.Length / records;

    public int Months { get; } = cells.Months.Length / records;

    public int Texts { get; } = cells.Texts.Length / records;

    public int Of(ValueKind kind) => FactCells.Array(kind) switch
    {
        nameof(Decimals) => Decimals,
        nameof(Longs) => Longs,
        nameof(Bools) => Bools,
        nameof(Dates) => Dates,
        nameof(Months) => Months,
        _ => Texts,
    };

    public void Forget(FactCells cells, FactSlot slot, int record)
    {
        var i = slot.Index + (record * Of(slot.Kind));
        switch (FactCells.Array(slot.Kind))
        {
            case nameof(Decimals): cells.PutDecimal(i, null); break;
            case nameof(Longs): cells.Longs[i] = null; break;
            case nameof(Bools): cells.Bools[i] = null; break;
            case nameof(Dates): cells.Dates[i] = null; break;
            case nameof(Months): cells.Months[i] = null; break;
            default: cells.Texts[i] = null; break;
        }
    }
}
