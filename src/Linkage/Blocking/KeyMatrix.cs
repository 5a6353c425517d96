using Spmis.Linkage.Normalising;

namespace Spmis.Linkage.Blocking;

/// <summary>
/// The keys of all persons, one row each. A block over the limit is not dropped: its members get a longer key in that
/// place (with birth year, then area, then sex and given name ...), until the blocks are small enough.
/// </summary>
internal sealed class KeyMatrix
{
    private readonly ulong[] keys;

    public KeyMatrix(IReadOnlyList<NormalisedPerson> persons, IReadOnlySet<ulong> generic, BatchOptions options)
    {
        Persons = persons.Count;
        var loose = LooseRules.Choose(persons, options);
        Places = KeySlots.Count + loose.Count;
        keys = new ulong[(long)Persons * Places];
        Parallel.For(0, Persons, i =>
        {
            var row = keys.AsSpan(i * Places, Places);
            KeySlots.Fill(persons[i], row);
            KeySlots.DropGeneric(persons[i], generic, row);
        });
        for (var place = 0; place < KeySlots.Count; place++)
        {
            Refine(persons, place, options.MostInBlock);
        }

        for (var place = KeySlots.Count; place < Places; place++)
        {
            LooseRules.Fill(persons, loose[place - KeySlots.Count], (person, key) => keys[(person * Places) + place] = key);
        }
    }

    public int Persons { get; }

    /// <summary>How many keys a row has.</summary>
    public int Places { get; }

    public ulong this[int person, int place] => keys[(person * Places) + place];

    /// <summary>Whether two persons already meet in an earlier place, so that each pair is taken once.</summary>
    public bool MeetBefore(int a, int b, int place)
    {
        var rowA = keys.AsSpan(a * Places, place);
        var rowB = keys.AsSpan(b * Places, place);
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
    public KeyColumn Sorted(int place) => KeyColumn.Sorted(Persons, person => this[person, place]);

    private void Refine(IReadOnlyList<NormalisedPerson> persons, int place, int most)
    {
        foreach (var refinement in Refinements)
        {
            var oversized = Sorted(place).Blocks().Where(b => b.Size > most).Select(b => b.Key).ToHashSet();
            if (oversized.Count == 0)
            {
                return;
            }

            for (var i = 0; i < Persons; i++)
            {
                ref var key = ref keys[(i * Places) + place];
                if (key != 0 && oversized.Contains(key))
                {
                    key = StableHash.Mix(key, refinement(persons[i])) | 1;
                }
            }
        }
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
