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

    /// <summary>Shared words over words of the shorter address.</summary>
    private static double SharedWords(string a, string b)
    {
        Span<Range> wordsOfA = stackalloc Range[12];
        Span<Range> wordsOfB = stackalloc Range[12];
        var countA = a.AsSpan().Split(wordsOfA, ' ');
        var countB = b.AsSpan().Split(wordsOfB, ' ');
        var shared = 0;
        foreach (var word in wordsOfA[..countA])
        {
            foreach (var other in wordsOfB[..countB])
            {
                if (a.AsSpan(word).SequenceEqual(b.AsSpan(other)))
                {
                    shared++;
                    break;
                }
            }
        }

        // By the longer one, so that the order of the two does not matter where a word repeats.
        return shared / (double)Math.Max(countA, countB);
    }
}
