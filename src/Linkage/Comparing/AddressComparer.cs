using Spmis.Linkage.Normalising;

namespace Spmis.Linkage.Comparing;

/// <summary>Addresses agree as texts or by the words they share: house numbers move and words are left out.</summary>
internal static class AddressComparer
{
    private const double CloseLimit = 0.9203;

    public static int Level(Term? a, Term? b)
    {
        if (a is null || b is null)
        {
            return Levels.Missing;
        }

        if (a.Hash == b.Hash)
        {
            return Levels.Exact;
        }

        var shared = SharedWords(a.Text, b.Text);
        return shared >= 0.74 || Similar.OneEditApart(a, b) || Similar.Exceeds(a, b, CloseLimit) ? Levels.AddressClose
            : shared > 0.45 ? Levels.AddressShared
            : Levels.AddressDifferent;
    }

    /// <summary>Shared words over words of the longer address. Where a word repeats, the side counts on which fewer are shared, so that the order of the two does not matter.</summary>
    private static double SharedWords(ReadOnlySpan<char> a, ReadOnlySpan<char> b)
    {
        Span<Range> wordsOfA = stackalloc Range[12];
        Span<Range> wordsOfB = stackalloc Range[12];
        wordsOfA = wordsOfA[..a.Split(wordsOfA, ' ')];
        wordsOfB = wordsOfB[..b.Split(wordsOfB, ' ')];
        return Math.Min(Found(a, wordsOfA, b, wordsOfB), Found(b, wordsOfB, a, wordsOfA)) / (double)Math.Max(wordsOfA.Length, wordsOfB.Length);
    }

    /// <summary>How many words of the first stand in the second.</summary>
    private static int Found(ReadOnlySpan<char> a, ReadOnlySpan<Range> wordsOfA, ReadOnlySpan<char> b, ReadOnlySpan<Range> wordsOfB)
    {
        var found = 0;
        foreach (var word in wordsOfA)
        {
            foreach (var other in wordsOfB)
            {
                if (a[word].SequenceEqual(b[other]))
                {
                    found++;
                    break;
                }
            }
        }

        return found;
    }
}
