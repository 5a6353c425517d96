namespace Spmis.Linkage.Blocking;

/// <summary>The blocks of one place: persons who share a key stand together. Persons alone with their key are left out.</summary>
/// <param name="Persons">Block after block.</param>
/// <param name="Ends">Where each block ends in it; the next begins there.</param>
internal sealed record KeyColumn(int[] Persons, int[] Ends)
{
    /// <summary>Pairs in all blocks.</summary>
    public long Pairs
    {
        get
        {
            var (pairs, start) = (0L, 0);
            foreach (var end in Ends)
            {
                pairs += (long)(end - start) * (end - start - 1) / 2;
                start = end;
            }

            return pairs;
        }
    }

    /// <summary>Sorts persons with their keys into blocks.</summary>
    /// <param name="keys">Keys; lost afterwards.</param>
    /// <param name="persons">Whose; lost afterwards.</param>
    /// <param name="count">How many of both arrays.</param>
    public static KeyColumn Of(uint[] keys, int[] persons, int count)
    {
        KeySort.Sort(ref keys, ref persons, count);
        List<int> ends = [];
        var kept = 0;
        for (var start = 0; start < count;)
        {
            var end = start + 1;
            while (end < count && keys[end] == keys[start])
            {
                end++;
            }

            if (end - start > 1)
            {
                Array.Copy(persons, start, persons, kept, end - start);
                kept += end - start;
                ends.Add(kept);
            }

            start = end;
        }

        Array.Resize(ref persons, kept);
        return new KeyColumn(persons, [.. ends]);
    }
}
