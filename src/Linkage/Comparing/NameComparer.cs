using Spmis.Linkage.Normalising;

namespace Spmis.Linkage.Comparing;

/// <summary>
/// Compares the parts of two names in the order in which they agree best: as written, given and family swapped, or
/// with the father's name written where the other record has the family name.
/// </summary>
internal static class NameComparer
{
    private const double CloseLimit = 0.9203;
    private const double AlikeLimit = 0.8303;

    /// <summary>The four name levels, packed in their places.</summary>
    public static ulong Compare<TPair>(ref TPair pair)
        where TPair : struct, IPersonPair, allows ref struct
    {
        var given = pair.Given;
        var family = pair.Family;
        var order = given == Levels.Missing || family == Levels.Missing ? Levels.Missing : Levels.Straight;
        if (given is Levels.NameDifferent or Levels.Missing && family is Levels.NameDifferent or Levels.Missing)
        {
            var (givenAsFamily, familyAsGiven) = (pair.GivenWithFamily, pair.FamilyWithGiven);
            if (Agrees(givenAsFamily, familyAsGiven))
            {
                (given, family, order) = (givenAsFamily, familyAsGiven, Levels.Swapped);
            }
        }

        var middle = pair.Middle;
        if (family == Levels.NameDifferent && middle == Levels.Missing && order == Levels.Straight)
        {
            var shifted = pair.Shifted;
            if (shifted is Levels.Exact or Levels.SameName or Levels.Close)
            {
                (family, order) = (shifted, Levels.Shifted);
            }
        }

        return Packed(Comparison.Given, given) | Packed(Comparison.Middle, middle)
            | Packed(Comparison.Family, family) | Packed(Comparison.NameOrder, order);
    }

    public static int Level(NamePart? a, NamePart? b)
    {
        if (a is null || b is null)
        {
            return Levels.Missing;
        }

        if (a.Hash == b.Hash)
        {
            return Levels.Exact;
        }

        if (a.ClassHash == b.ClassHash)
        {
            return Levels.SameName;
        }

        var similarity = Similar.MayExceed(a, b, AlikeLimit) ? JaroWinkler.Similarity(a.Text, b.Text) : 0;
        return similarity > CloseLimit || IsPartly(a, b) ? Levels.Close
            : similarity > AlikeLimit || IsBeginning(a, b) || SameConsonants(a, b) ? Levels.Alike
            : Levels.NameDifferent;
    }

    private static bool Agrees(int first, int second) =>
        (first is Levels.Exact or Levels.SameName or Levels.Close && second is Levels.Missing or (>= Levels.Exact and <= Levels.Alike))
        || (second is Levels.Exact or Levels.SameName or Levels.Close && first is Levels.Missing or (>= Levels.Exact and <= Levels.Alike));

    /// <summary>Written once without vowels with the same consonants, or one word of several in common.</summary>
    private static bool IsPartly(NamePart a, NamePart b)
    {
        if (a.WithoutVowels || b.WithoutVowels)
        {
            return a.SkeletonHash == b.SkeletonHash && a.Skeleton.Length > 1;
        }

        if (a.Words.Length == 0 && b.Words.Length == 0)
        {
            return false;
        }

        return a.Words.Length == 0 ? b.Words.Contains(a.Hash)
            : b.Words.Length == 0 ? a.Words.Contains(b.Hash)
            : a.Words.AsSpan().ContainsAny(b.Words);
    }

    /// <summary>Vowels are what transcription from another script guesses.</summary>
    private static bool SameConsonants(NamePart a, NamePart b) => a.SkeletonHash == b.SkeletonHash && a.Skeleton.Length > 2;

    /// <summary>An initial, or a short form that is the beginning.</summary>
    private static bool IsBeginning(NamePart a, NamePart b) => a.Length != b.Length && Similar.Prefix(a, b) == Math.Min(4, Math.Min(a.Length, b.Length))
        && (a.Length < b.Length ? b.Text.StartsWith(a.Text, StringComparison.Ordinal) : a.Text.StartsWith(b.Text, StringComparison.Ordinal));

    private static ulong Packed(Comparison comparison, int level) => (ulong)level << ((int)comparison * 4);
}
