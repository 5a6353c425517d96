using Spmis.Linkage.Normalising;

namespace Spmis.Linkage.Blocking;

/// <summary>
/// The keys of all persons, one row each. A block over the limit is not dropped: its members get a longer key in that
/// place (with birth year, then area, then sex and initials, then the whole name), until the blocks are small enough.
/// </summary>
internal sealed class KeyMatrix
{
    private readonly ulong[] keys;

    public KeyMatrix(IReadOnlyList<NormalisedPerson> persons, IReadOnlySet<ulong> generic, int mostInBlock)
    {
        Count = persons.Count;
        keys = new ulong[(long)Count * KeySlots.Count];
        Parallel.For(0, Count, i =>
        {
            var row = keys.AsSpan(i * KeySlots.Count, KeySlots.Count);
            KeySlots.Fill(persons[i], row);
            KeySlots.DropGeneric(persons[i], generic, row);
        });
        for (var slot = 0; slot < KeySlots.Count; slot++)
        {
            Refine(persons, slot, mostInBlock);
        }
    }

    public int Count { get; }

    public ulong this[int person, int slot] => keys[(person * KeySlots.Count) + slot];

    /// <summary>Whether two persons already meet in an earlier place, so that each pair is taken once.</summary>
    public bool MeetBefore(int a, int b, int slot)
    {
        var rowA = keys.AsSpan(a * KeySlots.Count, slot);
        var rowB = keys.AsSpan(b * KeySlots.Count, slot);
        for (var i = 0; i < rowA.Length; i++)
        {
            if (rowA[i] == rowB[i] && rowA[i] != 0)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The persons with a key in this place, sorted by it.</summary>
    public (ulong[] Keys, int[] Persons) Sorted(int slot)
    {
        var count = 0;
        for (var i = 0; i < Count; i++)
        {
            count += this[i, slot] != 0 ? 1 : 0;
        }

        var column = new ulong[count];
        var persons = new int[count];
        for (int i = 0, at = 0; i < Count; i++)
        {
            if (this[i, slot] is not 0 and var key)
            {
                (column[at], persons[at]) = (key, i);
                at++;
            }
        }

        Array.Sort(column, persons);
        return (column, persons);
    }

    private void Refine(IReadOnlyList<NormalisedPerson> persons, int slot, int most)
    {
        for (var step = 0; step < Refinements.Length; step++)
        {
            var sizes = Oversized(slot, most);
            if (sizes.Count == 0)
            {
                return;
            }

            for (var i = 0; i < Count; i++)
            {
                ref var key = ref keys[(i * KeySlots.Count) + slot];
                if (key != 0 && sizes.Contains(key))
                {
                    key = StableHash.Mix(key, Refinements[step](persons[i])) | 1;
                }
            }
        }
    }

    private HashSet<ulong> Oversized(int slot, int most)
    {
        var (column, _) = Sorted(slot);
        HashSet<ulong> oversized = [];
        for (var start = 0; start < column.Length;)
        {
            var end = start + 1;
            while (end < column.Length && column[end] == column[start])
            {
                end++;
            }

            if (end - start > most)
            {
                oversized.Add(column[start]);
            }

            start = end;
        }

        return oversized;
    }

    private static readonly Func<NormalisedPerson, ulong>[] Refinements =
    [
        p => p.Born.IsKnown ? (ulong)p.Born.Year : 0,
        p => p.District?.Hash ?? p.Village?.Hash ?? 0,
        p => StableHash.Mix(p.Sex ?? '?', p.Given?.ClassHash ?? 0),
        p => StableHash.Mix(p.Family?.ClassHash ?? 0, p.Born.Digits),
        p => p.Fingerprint,
    ];
}
