using System.Collections.Concurrent;
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
        var sorters = new ConcurrentBag<KeySorter>();
        stride = KeySlots.Count;
        keys = GC.AllocateUninitializedArray<uint>(checked(register.Count * stride));
        Fill(generic);
        var columns = Refined(options.MostInBlock, sorters);
        var most = BlocksWithin(columns, Math.Max(options.LoosePairs, options.PairsPerPerson * register.Count), options.MostInBlock);
        if (most < options.MostInBlock)
        {
            columns = Refined(most, sorters);
        }

        if (register.Count <= options.LooseUpToPersons)
        {
            var rules = LooseRules.Choose(register, columns.Sum(c => c.Pairs), options, sorters);
            (keys, stride) = Widened(rules);
            columns = [.. columns, .. InParallel(rules.Count, sorters, (rule, sorter) => Loose(KeySlots.Count + rule, sorter))];
        }

        Columns = columns;
    }

    /// <summary>The blocks of each place in use.</summary>
    public IReadOnlyList<KeyColumn> Columns { get; }

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

    /// <summary>A key as it is kept: the upper half, never 0 for a key.</summary>
    public static uint Short(ulong key) => key == 0 ? 0 : (uint)(key >> 32) | 1;

    /// <summary>Something of each place, made on all cores with a sorter for each.</summary>
    public static T[] InParallel<T>(int places, ConcurrentBag<KeySorter> sorters, Func<int, KeySorter, T> make, int persons)
    {
        var made = new T[places];
        Parallel.For(0, places, place =>
        {
            var sorter = sorters.TryTake(out var free) ? free : new KeySorter(persons);
            made[place] = make(place, sorter);
            sorters.Add(sorter);
        });
        return made;
    }

    private T[] InParallel<T>(int places, ConcurrentBag<KeySorter> sorters, Func<int, KeySorter, T> make) => InParallel(places, sorters, make, register.Count);

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
                    pairs += size <= most ? KeyColumn.PairsOf(size) : size * most / 8;
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

    private void Fill(IReadOnlySet<ulong> generic) => Parallel.For(0, (register.Count + 255) / 256, block =>
    {
        Span<ulong> slots = stackalloc ulong[KeySlots.Count];
        for (var i = block * 256; i < Math.Min(register.Count, (block + 1) * 256); i++)
        {
            var person = register[i];
            KeySlots.Fill(person, slots);
            KeySlots.DropGeneric(person, generic, slots);
            for (var slot = 0; slot < slots.Length; slot++)
            {
                keys[(i * stride) + slot] = Short(slots[slot]);
            }
        }
    });

    /// <summary>The same rows with room behind them for these loose rules, and their keys in it.</summary>
    private (uint[] Keys, int Stride) Widened(IReadOnlyList<int> rules)
    {
        var wide = (KeySlots.Count + rules.Count + Lane - 1) / Lane * Lane;
        var wider = new uint[checked(register.Count * wide)];
        Parallel.For(0, (register.Count + 255) / 256, block =>
        {
            for (var i = block * 256; i < Math.Min(register.Count, (block + 1) * 256); i++)
            {
                var row = wider.AsSpan(i * wide, wide);
                keys.AsSpan(i * stride, stride).CopyTo(row);
                LooseKeys.Fill(rules, register[i], row[stride..]);
            }
        });
        return (wider, wide);
    }

    private void Load(int place, KeySorter sorter)
    {
        for (var i = 0; i < register.Count; i++)
        {
            sorter.Add(keys[(i * stride) + place], i);
        }
    }

    private KeyColumn[] Refined(int most, ConcurrentBag<KeySorter> sorters) => InParallel(KeySlots.Count, sorters, (place, sorter) =>
    {
        foreach (var refinement in Refinements)
        {
            var any = false;
            Load(place, sorter);
            sorter.Blocks(members =>
            {
                if (members.Length > most)
                {
                    any = true;
                    foreach (var person in members)
                    {
                        ref var key = ref keys[(person * stride) + place];
                        key = Short(StableHash.Mix(key, refinement(register[person])) | 1);
                    }
                }
            });

            if (!any)
            {
                break;
            }
        }

        Load(place, sorter);
        return sorter.Column();
    });

    /// <summary>The blocks of a loose place; the keys of persons outside of them are emptied, so that these meet elsewhere.</summary>
    private KeyColumn Loose(int place, KeySorter sorter)
    {
        Load(place, sorter);
        var column = sorter.Column(LooseRules.MostInBlock);
        var kept = Array.ConvertAll(column.Persons, person => keys[(person * stride) + place]);
        for (var i = 0; i < register.Count; i++)
        {
            keys[(i * stride) + place] = 0;
        }

        for (var at = 0; at < kept.Length; at++)
        {
            keys[(column.Persons[at] * stride) + place] = kept[at];
        }

        return column;
    }
}
