using System.Numerics;
using Spmis.Linkage.Normalising;

namespace Spmis.Linkage.Comparing;

/// <summary>
/// Says in a few instructions that two texts cannot be similar enough, so that most pairs need no comparison letter by
/// letter. The bound is never below the true similarity: results are the same with and without it.
/// </summary>
internal static class Similar
{
    public static ulong LettersOf(string text)
    {
        ulong letters = 0;
        foreach (var c in text)
        {
            letters |= 1UL << (c & 63);
        }

        return letters;
    }

    public static ulong BeginningOf(string text)
    {
        ulong beginning = 0;
        for (var i = 0; i < Math.Min(4, text.Length); i++)
        {
            beginning |= (ulong)text[i] << (16 * i);
        }

        return beginning;
    }

    /// <summary>How many of the first four characters agree.</summary>
    public static int Prefix(Term a, Term b)
    {
        var agreeing = Math.Min(BitOperations.TrailingZeroCount(a.Beginning ^ b.Beginning) / 16, 4);
        return Math.Min(agreeing, Math.Min(a.Length, b.Length));
    }

    /// <summary>
    /// Whether Jaro-Winkler may exceed the limit. Each letter that the other text does not have stays unmatched, which
    /// limits the matches; transpositions could only take more away. Texts over 64 characters are cut, so not judged.
    /// </summary>
    public static bool MayExceed(Term a, Term b, double limit)
    {
        if (Math.Max(a.Length, b.Length) > 64)
        {
            return true;
        }

        var matches = Math.Min(
            a.Length - BitOperations.PopCount(a.Letters & ~b.Letters),
            b.Length - BitOperations.PopCount(b.Letters & ~a.Letters));
        if (matches <= 0)
        {
            return a.Length == 0 || b.Length == 0;
        }

        var jaro = (((double)matches / a.Length) + ((double)matches / b.Length) + 1) / 3;
        return jaro + (Prefix(a, b) * 0.1 * (1 - jaro)) > limit - 1e-9;
    }

    public static bool Exceeds(Term a, Term b, double limit) =>
        MayExceed(a, b, limit) && JaroWinkler.Similarity(a.Text, b.Text) > limit;

    /// <summary>One typing error; it changes the set of letters by two at most.</summary>
    public static bool OneEditApart(Term a, Term b) =>
        BitOperations.PopCount(a.Letters ^ b.Letters) <= 2 && OneEdit.Apart(a.Text, b.Text);
}
