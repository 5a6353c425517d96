namespace Spmis.Linkage.Blocking;

/// <summary>
/// Brings persons who share a key together: three passes by digits of eleven bits, each stable, so that persons of one key keep
/// their order. Its four buffers, 16 bytes for each person it may hold, serve column after column. For one thread at a time.
/// </summary>
/// <param name="most">The most persons it will hold.</param>
internal sealed class KeySorter(int most)
{
    private const int DigitBits = 11;
    private const int Digits = 3;
    private const int Comparing = 256;
    private readonly int[] starts = new int[1 << DigitBits];
    private uint[] keys = new uint[most];
    private int[] persons = new int[most];
    private uint[] otherKeys = new uint[most];
    private int[] otherPersons = new int[most];
    private int count;

    /// <summary>Takes a person with a key; 0 is none. Persons come in ascending order.</summary>
    public void Add(uint key, int person)
    {
        if (key != 0)
        {
            (keys[count], persons[count]) = (key, person);
            count++;
        }
    }

    /// <summary>Gives the persons of each key held by two at least, and forgets all.</summary>
    /// <param name="take">Called block after block; what it is given does not outlive the call.</param>
    public void Blocks(Action<ReadOnlySpan<int>> take)
    {
        Sort();
        for (int start = 0, end; start < count; start = end)
        {
            for (end = start + 1; end < count && keys[end] == keys[start]; end++)
            {
            }

            if (end - start > 1)
            {
                take(persons.AsSpan(start, end - start));
            }
        }

        count = 0;
    }

    /// <summary>The blocks of two persons at least as a column, and forgets all.</summary>
    /// <param name="mostInBlock">Larger blocks are left out.</param>
    public KeyColumn Column(int mostInBlock = int.MaxValue)
    {
        var (kept, blocks) = (0, 0);
        Blocks(members =>
        {
            if (members.Length <= mostInBlock)
            {
                members.CopyTo(persons.AsSpan(kept)); // Never behind what is still to be read.
                kept += members.Length;
                otherPersons[blocks++] = kept; // Free after sorting.
            }
        });
        return new KeyColumn(persons[..kept], otherPersons[..blocks]);
    }

    private void Sort()
    {
        if (count <= Comparing)
        {
            SortFew();
            return;
        }

        for (var digit = 0; digit < Digits; digit++)
        {
            Pass(digit * DigitBits);
            (keys, otherKeys) = (otherKeys, keys);
            (persons, otherPersons) = (otherPersons, persons);
        }
    }

    private void SortFew()
    {
        // Persons come in order, and of equal keys the smaller person stays first.
        Span<ulong> pairs = stackalloc ulong[Comparing];
        pairs = pairs[..count];
        for (var i = 0; i < count; i++)
        {
            pairs[i] = ((ulong)keys[i] << 32) | (uint)persons[i];
        }

        pairs.Sort();
        for (var i = 0; i < count; i++)
        {
            (keys[i], persons[i]) = ((uint)(pairs[i] >> 32), (int)(uint)pairs[i]);
        }
    }

    private void Pass(int shift)
    {
        const uint mask = (1u << DigitBits) - 1;
        Array.Clear(starts);
        for (var i = 0; i < count; i++)
        {
            starts[(keys[i] >> shift) & mask]++;
        }

        var next = 0;
        for (var d = 0; d < starts.Length; d++)
        {
            (starts[d], next) = (next, next + starts[d]);
        }

        for (var i = 0; i < count; i++)
        {
            var to = starts[(keys[i] >> shift) & mask]++;
            (otherKeys[to], otherPersons[to]) = (keys[i], persons[i]);
        }
    }
}
