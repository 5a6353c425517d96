using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Spmis.Linkage.Comparing;

/// <summary>
/// Jaro-Winkler similarity (Winkler 1990; prefix scale 0.1, at most 4) over UTF-16 units. Up to 16 units a comparison
/// of one character with all of the other text is one vector instruction; up to 64 units sets of places are one word.
/// The order of the arguments does not matter.
/// </summary>
internal static class JaroWinkler
{
    public static double Similarity(string a, string b)
    {
        if (a.Length > b.Length || (a.Length == b.Length && string.CompareOrdinal(a, b) > 0))
        {
            (a, b) = (b, a);
        }

        if (a.Length == 0)
        {
            return b.Length == 0 ? 1 : 0;
        }

        var shorter = Cut(a);
        var longer = Cut(b);
        var (matches, transposed) = longer.Length <= 16 && Vector256.IsHardwareAccelerated
            ? Short(shorter, longer)
            : Long(shorter, longer);
        if (matches == 0)
        {
            return 0;
        }

        double m = matches;
        var jaro = ((m / shorter.Length) + (m / longer.Length) + ((m - (transposed / 2)) / m)) / 3;
        var prefix = shorter.CommonPrefixLength(longer);
        return jaro + (Math.Min(prefix, 4) * 0.1 * (1 - jaro));
    }

    /// <summary>Similarity beyond 64 characters is not worth the time: long texts are compared by their beginning.</summary>
    private static ReadOnlySpan<char> Cut(string text) => text.Length > 64 ? text.AsSpan(0, 64) : text;

    private static (int Matches, int Transposed) Short(ReadOnlySpan<char> a, ReadOnlySpan<char> b)
    {
        Span<ushort> padded = stackalloc ushort[16];
        padded.Clear();
        MemoryMarshal.Cast<char, ushort>(b).CopyTo(padded);
        var places = Vector256.Create<ushort>(padded);
        var window = Math.Max(0, (b.Length / 2) - 1);
        var live = (1u << b.Length) - 1;
        uint used = 0;
        var matched = 0;
        Span<char> matchedOfA = stackalloc char[16];
        for (var i = 0; i < a.Length; i++)
        {
            var equal = Vector256.Equals(places, Vector256.Create((ushort)a[i])).ExtractMostSignificantBits();
            var free = equal & live & ~used & Window(i, window);
            if (free != 0)
            {
                used |= free & (~free + 1);
                matchedOfA[matched++] = a[i];
            }
        }

        var transposed = 0;
        for (var k = 0; k < matched; k++, used &= used - 1)
        {
            transposed += matchedOfA[k] != b[BitOperations.TrailingZeroCount(used)] ? 1 : 0;
        }

        return (matched, transposed);
    }

    private static uint Window(int i, int window)
    {
        var low = Math.Max(0, i - window);
        return (uint)(((1UL << (i + window + 1 - low)) - 1) << low);
    }

    private static (int Matches, int Transposed) Long(ReadOnlySpan<char> a, ReadOnlySpan<char> b)
    {
        var window = Math.Max(0, (b.Length / 2) - 1);
        ulong used = 0;
        var matched = 0;
        Span<char> matchedOfA = stackalloc char[64];
        for (var i = 0; i < a.Length; i++)
        {
            var end = Math.Min(b.Length - 1, i + window);
            for (var j = Math.Max(0, i - window); j <= end; j++)
            {
                if (a[i] == b[j] && (used & (1UL << j)) == 0)
                {
                    used |= 1UL << j;
                    matchedOfA[matched++] = a[i];
                    break;
                }
            }
        }

        var transposed = 0;
        for (var k = 0; k < matched; k++, used &= used - 1)
        {
            transposed += matchedOfA[k] != b[BitOperations.TrailingZeroCount(used)] ? 1 : 0;
        }

        return (matched, transposed);
    }
}
