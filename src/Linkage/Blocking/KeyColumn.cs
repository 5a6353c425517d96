namespace Spmis.Linkage.Blocking;

/// <summary>One place of all persons, sorted: equal keys stand together.</summary>
internal sealed record KeyColumn(ulong[] Keys, int[] Persons)
{
    public static KeyColumn Sorted(int persons, Func<int, ulong> keyOf)
    {
        var keys = new ulong[persons];
        var order = new int[persons];
        var count = 0;
        for (var i = 0; i < persons; i++)
        {
            if (keyOf(i) is not 0 and var key)
            {
                (keys[count], order[count]) = (key, i);
                count++;
            }
        }

        Array.Resize(ref keys, count);
        Array.Resize(ref order, count);
        Array.Sort(keys, order);
        return new KeyColumn(keys, order);
    }

    /// <summary>Runs of equal keys.</summary>
    public IEnumerable<KeyBlock> Blocks()
    {
        for (var start = 0; start < Keys.Length;)
        {
            var end = start + 1;
            while (end < Keys.Length && Keys[end] == Keys[start])
            {
                end++;
            }

            yield return new KeyBlock(Keys[start], start, end);
            start = end;
        }
    }
}

/// <summary>A run of equal keys in a sorted column.</summary>
internal readonly record struct KeyBlock(ulong Key, int Start, int End)
{
    public int Size => End - Start;

    public long Pairs => (long)Size * (Size - 1) / 2;
}
