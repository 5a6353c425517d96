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
                pairs += PairsOf(end - start);
                start = end;
            }

            return pairs;
        }
    }

    /// <summary>Pairs among so many persons.</summary>
    public static long PairsOf(long persons) => persons * (persons - 1) / 2;
}
