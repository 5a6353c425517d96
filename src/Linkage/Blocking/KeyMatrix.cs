using System.Numerics;
using System.Runtime.Intrinsics;
using Spmis.Linkage.Normalising;

namespace Spmis.Linkage.Blocking;

/// <summary>
/// The keys of all persons as words of 32 bits, one row each, and the blocks of every place. A block over the limit is not dropped:
/// its members get a longer key in that place (with birth year, then area, then sex and given name ...), until it is small enough.
/// Two keys that collide in 32 bits bring strangers together, who are compared for nothing; nobody is lost by it.
/// </summary>
internal sealed class KeyMatrix
{
    private const int Lane = 8;
    private const int LeastInBlock = 50;

    private static readonly Func<NormalisedPerson, ulong>[] Refinements =
    [
        p => p.Born.IsKnown ? (ulong)p.Born.Year : 0,
        p => p.District?.Hash ?? p.Village?.Hash ?? 0,
        p => StableHash.Mix(p.Sex ?? '?', p.Given?.ClassHash ?? 0),
        p => StableHash.Mix(p.Family?.ClassHash ?? 0, p.Born.Digits),
        p => p.Fingerprint,
    ];

    private readonly LinkageRegister register;
    private readonly uint[] keys;
    private readonly int stride;

    public KeyMatrix(LinkageRegister register, IReadOnlySet<ulong> generic, BatchOptions options)
    {
        this.register = register;
        var loose = register.Count <= options.LooseUpToPersons ? LooseKeys.Count : 0;
        stride = (KeySlots.Count + loose + Lane - 1) / Lane * Lane;
        keys = GC.AllocateUninitializedArray<uint>(checked(register.Count * stride));
        Fill(generic, loose);
        var columns = new KeyColumn[KeySlots.Count];
        Parallel.For(0, KeySlots.Count, place => columns[place] = Refined(place, options.MostInBlock));
        var most = BlocksWithin(columns, Math.Max(options.LoosePairs, options.PairsPerPerson * register.Count), options.MostInBlock);
        if (most < options.MostInBlock)
        {
            Parallel.For(0, KeySlots.Count, place => columns[place] = Refined(place, most));
        }

        Columns = loose == 0 ? columns : [.. columns, .. LooseRules.Choose(this, register.Count, columns.Sum(c => c.Pairs), options)];
    }

    /// <summary>The blocks of each place in use.</summary>
    public IReadOnlyList<KeyColumn> Columns { get; }

    /// <summary>The persons with a key in this place, in blocks.</summary>
    public KeyColumn Column(int place)
    {
        var (some, persons) = (new uint[register.Count], new int[register.Count]);
        var count = 0;
        for (var i = 0; i < register.Count; i++)
        {
            if (keys[(i * stride) + place] is not 0 and var key)
            {
                (some[count], persons[count]) = (key, i);
                count++;
            }
        }

        return KeyColumn.Of(some, persons, count);
    }

    /// <summary>Puts the chosen loose places behind the stored ones, in this order; the keys of other places and of persons outside a column's blocks are emptied.</summary>
    public void KeepLoose(IReadOnlyList<(int Place, KeyColumn Column)> chosen)
    {
        var kept = chosen.Select(c => c.Column.Persons.Select(person => keys[(person * stride) + c.Place]).ToArray()).ToList();
        for (var i = 0; i < register.Count; i++)
        {
            keys.AsSpan((i * stride) + KeySlots.Count, stride - KeySlots.Count).Clear();
        }

        for (var c = 0; c < chosen.Count; c++)
        {
            for (var at = 0; at < kept[c].Length; at++)
            {
                keys[(chosen[c].Column.Persons[at] * stride) + KeySlots.Count + c] = kept[c][at];
            }
        }
    }

    /// <summary>Whether two persons already meet in an earlier place, so that each pair is taken once.</summary>
    public bool MeetBefore(int a, int b, int place)
    {
        ReadOnlySpan<uint> rowA = keys.AsSpan(a * stride, stride);
        ReadOnlySpan<uint> rowB = keys.AsSpan(b * stride, stride);
        for (var at = 0; at < place; at += Lane)
        {
            var x = Vector256.Create<uint>(rowA[at..]);
            var y = Vector256.Create<uint>(rowB[at..]);
            var same = Vector256.AndNot(Vector256.Equals(x, y), Vector256.Equals(x, Vector256<uint>.Zero)).ExtractMostSignificantBits();
            if (same != 0)
            {
                return at + BitOperations.TrailingZeroCount(same) < place;
            }
        }

        return false;
    }

    /// <summary>The size of blocks with which all places together stay within a budget of pairs: of a block over it about a quarter of the pairs of full parts are taken to remain.</summary>
    private static int BlocksWithin(KeyColumn[] columns, long budget, int most)
    {
        for (; most > LeastInBlock; most /= 2)
        {
            long pairs = 0;
            foreach (var column in columns)
            {
                var start = 0;
                foreach (var end in column.Ends)
                {
                    long size = end - start;
                    pairs += size <= most ? size * (size - 1) / 2 : size * most / 8;
                    start = end;
                }
            }

            if (pairs <= budget)
            {
                break;
            }
        }

        return most;
    }

    private void Fill(IReadOnlySet<ulong> generic, int loose) => Parallel.For(0, (register.Count + 255) / 256, block =>
    {
        Span<ulong> slots = stackalloc ulong[KeySlots.Count];
        for (var i = block * 256; i < Math.Min(register.Count, (block + 1) * 256); i++)
        {
            var person = register[i];
            var row = keys.AsSpan(i * stride, stride);
            row.Clear();
            KeySlots.Fill(person, slots);
            KeySlots.DropGeneric(person, generic, slots);
            for (var slot = 0; slot < slots.Length; slot++)
            {
                row[slot] = Short(slots[slot]);
            }

            for (var rule = 0; rule < loose; rule++)
            {
                row[KeySlots.Count + rule] = Short(LooseKeys.Of(rule, person));
            }
        }
    });

    private static uint Short(ulong key) => key == 0 ? 0 : (uint)(key >> 32) | 1;

    private KeyColumn Refined(int place, int most)
    {
        var column = Column(place);
        foreach (var refinement in Refinements)
        {
            var start = 0;
            var any = false;
            foreach (var end in column.Ends)
            {
                if (end - start > most)
                {
                    any = true;
                    foreach (var person in column.Persons.AsSpan(start, end - start))
                    {
                        ref var key = ref keys[(person * stride) + place];
                        key = Short(StableHash.Mix(key, refinement(register[person])) | 1);
                    }
                }

                start = end;
            }

            if (!any)
            {
                break;
            }

            column = Column(place);
        }

        return column;
    }
}
