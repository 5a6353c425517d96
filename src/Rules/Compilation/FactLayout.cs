using Spmis.Rules.Evaluation;

namespace Spmis.Rules.Compilation;

/// <summary>Where the facts of a scheme stand in a row: one array per kind.</summary>
internal sealed class FactLayout
{
    private readonly Dictionary<string, FactSlot> slots = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ListLayout> lists = new(StringComparer.Ordinal);

    public FactLayout(IReadOnlyList<FactDeclaration> facts)
    {
        // Fields of a record have a slot of their own beside the list: a rule on one record can be asked by itself.
        foreach (var fact in facts.SelectMany(f => f.IsList ? f.Fields : [f]))
        {
            slots[fact.Name] = new FactSlot(fact.Name, fact.Type.Kind, fact.Type.Choices, slots.Count(s => ClrValues.TypeOf(s.Value.Kind) == ClrValues.TypeOf(fact.Type.Kind)));
        }

        foreach (var list in facts.Where(f => f.IsList))
        {
            lists[list.Name] = new ListLayout(lists.Count, list);
        }
    }

    public IReadOnlyDictionary<string, FactSlot> Slots => slots;

    public IReadOnlyDictionary<string, ListLayout> Lists => lists;
}

/// <summary>The fields of a list's records.</summary>
internal sealed class ListLayout
{
    public ListLayout(int index, FactDeclaration list)
    {
        (Index, List) = (index, list);
        foreach (var field in list.Fields)
        {
            Fields[list.KeyOf(field)] = new FactSlot(field.Name, field.Type.Kind, field.Type.Choices, Fields.Count(s => ClrValues.TypeOf(s.Value.Kind) == ClrValues.TypeOf(field.Type.Kind)));
        }
    }

    public int Index { get; }

    public FactDeclaration List { get; }

    public Dictionary<string, FactSlot> Fields { get; } = new(StringComparer.Ordinal);
}

/// <summary>The place of a fact in a row.</summary>
/// <param name="Name">The fact's name.</param>
/// <param name="Kind">What it holds.</param>
/// <param name="Choices">The words allowed, or null.</param>
/// <param name="Index">Its place among the facts held alike.</param>
public readonly record struct FactSlot(string Name, ValueKind Kind, IReadOnlyList<string>? Choices, int Index);
