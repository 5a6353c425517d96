namespace Spmis.Linkage.Normalising;

/// <summary>
/// A 64-bit hash that is the same in every process, on every machine and in every release. string.GetHashCode is
/// none of these, and keys are stored. FNV-1a over UTF-16 units with a finisher that spreads short texts.
/// </summary>
internal static class StableHash
{
    private const ulong Offset = 14695981039346656037;
    private const ulong Prime = 1099511628211;

    public static ulong Of(ReadOnlySpan<char> text)
    {
        var hash = Offset;
        foreach (var c in text)
        {
            hash = (hash ^ c) * Prime;
        }

        return Finish(hash);
    }

    public static ulong Mix(ulong a, ulong b) => Finish((a * Prime) ^ (b + 0x9E3779B97F4A7C15UL + (a << 6) + (a >> 2)));

    public static ulong Finish(ulong hash)
    {
        hash = (hash ^ (hash >> 33)) * 0xFF51AFD7ED558CCDUL;
        hash = (hash ^ (hash >> 33)) * 0xC4CEB9FE1A85EC53UL;
        return hash ^ (hash >> 33);
    }
}
