namespace Spmis.Samples.Randomness;

/// <summary>
/// A stream of random numbers that depends on (seed, stream, index) alone, so that person 123,456 can be drawn again without drawing the others.
/// SplitMix64 (Steele, Lea, Flood: "Fast splittable pseudorandom number generators", OOPSLA 2014) is written out here because the numbers of
/// <see cref="Random"/> may change between runtimes, and the same seed has to give the same bytes for years.
/// </summary>
public struct Draw
{
    private ulong state;

    /// <summary>The stream of one purpose for one index.</summary>
    public Draw(long seed, Stream stream, long index)
    {
        var mixed = Mix(unchecked((ulong)seed + 0x9E3779B97F4A7C15UL));
        mixed = Mix(mixed ^ unchecked((ulong)(int)stream * 0xD1B54A32D192ED03UL));
        state = Mix(mixed + unchecked((ulong)index * 0x8CB92BA72F3D8DD7UL));
    }

    /// <summary>The stream of one purpose for a text, such as an account.</summary>
    public Draw(long seed, Stream stream, string text)
        : this(seed, stream, Hash(text))
    {
    }

    /// <summary>The next 64 bits.</summary>
    public ulong Next() => Mix(unchecked(state += 0x9E3779B97F4A7C15UL));

    /// <summary>0 to <paramref name="count"/> - 1.</summary>
    public int Below(int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        return (int)Math.BigMul(Next(), (ulong)count, out _);
    }

    /// <summary>From <paramref name="least"/> to <paramref name="most"/>, both included.</summary>
    public int Between(int least, int most) => least + Below(most - least + 1);

    /// <summary>True in so many of ten thousand cases.</summary>
    public bool Chance(int inTenThousand) => Below(10_000) < inTenThousand;

    /// <summary>One of a list, all equally likely.</summary>
    public T Pick<T>(IReadOnlyList<T> list) => list[Below(list.Count)];

    /// <summary>One of a list, the first ones more likely: real names are common or rare, never even.</summary>
    public T PickSkewed<T>(IReadOnlyList<T> list) => list[(int)((long)Below(list.Count) * (Below(list.Count) + 1) / list.Count)];

    /// <summary>A day of a range, both ends included.</summary>
    public DateOnly Day(DateOnly first, DateOnly last) => first.AddDays(Below(last.DayNumber - first.DayNumber + 1));

    /// <summary>Place in a table of rising upper bounds of ten thousand: {7000, 9000, 10000} gives 0 in 70 %.</summary>
    public int Class(ReadOnlySpan<int> upperBounds)
    {
        var at = Below(upperBounds[^1]);
        var i = 0;
        while (at >= upperBounds[i])
        {
            i++;
        }

        return i;
    }

    private static ulong Mix(ulong z)
    {
        unchecked
        {
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
            return z ^ (z >> 31);
        }
    }

    // FNV-1a over UTF-16 units: string.GetHashCode differs from process to process.
    private static long Hash(string text)
    {
        var hash = 0xCBF29CE484222325UL;
        foreach (var c in text)
        {
            hash = unchecked((hash ^ c) * 0x100000001B3UL);
        }

        return unchecked((long)hash);
    }
}
