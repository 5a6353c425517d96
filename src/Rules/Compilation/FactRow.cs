using Spmis.Rules.Compilation;
using Spmis.Rules.Evaluation;
using Spmis.Values;

namespace Spmis.Rules;

/// <summary>The facts of one case for compiled rules, in typed arrays that are used again for the next case. Not safe between threads.</summary>
public sealed class FactRow
{
    private readonly Scheme scheme;
    private readonly RecordList[] lists;
    private readonly List<Collector> collectors = [];

    internal FactRow(Scheme scheme)
    {
        this.scheme = scheme;
        Cells = new FactCells(scheme.Layout.Slots.Values);
        lists = [.. scheme.Layout.Lists.Values.OrderBy(l => l.Index).Select(l => new RecordList(l))];
    }

    internal FactCells Cells { get; }

    internal RecordList[] Lists => lists;

    /// <summary>The place of a fact; ask once, not per row.</summary>
    /// <exception cref="ArgumentException">The scheme declares no such fact.</exception>
    public FactSlot Slot(string name) => scheme.Layout.Slots.TryGetValue(name, out var slot)
        ? slot
        : throw new ArgumentException($"Scheme {scheme.Id} has no fact '{name}'.{Suggestion.For(name, scheme.Layout.Slots.Keys)}", nameof(name));

    /// <summary>Whether the scheme declares the fact; one that does not needs no value.</summary>
    public bool Asks(string name) => scheme.Layout.Slots.ContainsKey(name) || scheme.Layout.Lists.ContainsKey(name);

    /// <summary>A list of records; missing until it is begun.</summary>
    /// <exception cref="ArgumentException">The scheme declares no such list.</exception>
    public RecordList List(string name) => scheme.Layout.Lists.TryGetValue(name, out var list)
        ? lists[list.Index]
        : throw new ArgumentException($"Scheme {scheme.Id} has no list '{name}'.{Suggestion.For(name, scheme.Layout.Lists.Keys)}", nameof(name));

    /// <summary>Forgets everything: all facts are missing.</summary>
    public void Clear()
    {
        Cells.Clear();
        foreach (var list in lists)
        {
            list.Forget();
        }
    }

    /// <summary>Money in major units, a rate or a number.</summary>
    public void Set(FactSlot slot, decimal value) => Cells.Decimals[Of(slot, typeof(decimal))] = value;

    /// <summary>A whole number, or a duration in the unit the scheme declares.</summary>
    public void Set(FactSlot slot, long value) => Cells.Longs[Of(slot, typeof(long))] = value;

    /// <summary>Yes or no.</summary>
    public void Set(FactSlot slot, bool value) => Cells.Bools[Of(slot, typeof(bool))] = value;

    /// <summary>A date.</summary>
    public void Set(FactSlot slot, DateOnly value) => Cells.Dates[Of(slot, typeof(DateOnly))] = value;

    /// <summary>A month.</summary>
    public void Set(FactSlot slot, Month value) => Cells.Months[Of(slot, typeof(Month))] = value;

    /// <summary>A word.</summary>
    public void Set(FactSlot slot, string value) => Cells.Texts[Of(slot, typeof(string))] = FactCells.Choice(slot, value);

    /// <summary>Fills the row from facts by name, after clearing it.</summary>
    public void Load(Facts facts)
    {
        Clear();
        foreach (var (name, slot) in scheme.Layout.Slots)
        {
            if (scheme.Content.Facts.FirstOrDefault(f => f.Name == name) is { } fact && facts.Values.TryGetValue(name, out var given))
            {
                Cells.Put(slot, FactBinder.Bind(fact, given, scheme.Currency), 0);
            }
            else if (facts.Values.TryGetValue(name, out given))
            {
                var field = scheme.Content.Facts.SelectMany(f => f.Fields).First(f => f.Name == name);
                Cells.Put(slot, FactBinder.Bind(field, given, scheme.Currency), 0);
            }
        }

        foreach (var list in lists)
        {
            if (facts.Lists.TryGetValue(list.Layout.List.Name, out var records))
            {
                list.Load(FactBinder.Records(list.Layout.List, records), scheme.Currency);
            }
        }
    }

    /// <summary>The row as facts by name, for one case to be explained.</summary>
    public Facts ToFacts()
    {
        var facts = new Facts();
        foreach (var (name, slot) in scheme.Layout.Slots)
        {
            facts.Set(name, Cells.Get(slot, 0));
        }

        foreach (var list in lists.Where(l => l.Count >= 0))
        {
            facts.SetList(list.Layout.List.Name, list.ToRecords());
        }

        return facts;
    }

    /// <summary>A buffer of this row for rules that gather values of records.</summary>
    internal Collector Collect(int index)
    {
        while (collectors.Count <= index)
        {
            collectors.Add(new Collector());
        }

        collectors[index].Clear();
        return collectors[index];
    }

    private static int Of(FactSlot slot, Type type) => ClrValues.TypeOf(slot.Kind) == type
        ? slot.Index
        : throw new ArgumentException($"Fact '{slot.Name}' is a {slot.Kind}, which is not held as {type.Name}.");
}
