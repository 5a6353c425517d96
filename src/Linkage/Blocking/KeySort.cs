namespace Spmis.Linkage.Blocking;

/// <summary>Sorts keys with the persons they belong to: three passes by digits of eleven bits, each stable, so that persons of one key keep their order.</summary>
internal static class KeySort
{
    private const int DigitBits = 11;
    private const int Digits = 3;
    private const int Comparing = 256;

    /// <summary>Sorts the first so many of both arrays.</summary>
    public static void Sort(ref uint[] keys, ref int[] persons, int count)
    {
        if (count <= Comparing)
        {
            // Persons come in order, and of equal keys the smaller person stays first.
            var pairs = new ulong[count];
            for (var i = 0; i < count; i++)
            {
                pairs[i] = ((ulong)keys[i] << 32) | (uint)persons[i];
            }

            Array.Sort(pairs);
            for (var i = 0; i < count; i++)
            {
                (keys[i], persons[i]) = ((uint)(pairs[i] >> 32), (int)(uint)pairs[i]);
            }

            return;
        }

        var (otherKeys, otherPersons) = (new uint[keys.Length], new int[keys.Length]);
        var starts = new int[1 << DigitBits];
        for (var digit = 0; digit < Digits; digit++)
        {
            Pass(keys, persons, otherKeys, otherPersons, count, digit * DigitBits, starts);
            (keys, otherKeys) = (otherKeys, keys);
            (persons, otherPersons) = (otherPersons, persons);
        }
    }

    private static void Pass(uint[] keys, int[] persons, uint[] toKeys, int[] toPersons, int count, int shift, int[] starts)
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
            (toKeys[to], toPersons[to]) = (keys[i], persons[i]);
        }
    }
}
