using Spmis.Linkage.Comparing;
using Spmis.Linkage.Normalising;

namespace Spmis.Linkage;

/// <summary>How two whole names agree.</summary>
public enum NameLikeness
{
    /// <summary>They have nothing in common that tells one person.</summary>
    Different,

    /// <summary>Some of it agrees: a part left out, another family name, a short form. A person decides.</summary>
    Near,

    /// <summary>Every word of one is a word of the other, whatever the order, the spelling or the script.</summary>
    Same,
}

/// <summary>Compares two whole names written as one text each, as a bank and a register have them: without knowing which word is the given name.</summary>
public static class NameMatch
{
    private const int MostWords = 12;

    /// <summary>How they agree. A name of nothing but signs agrees with none.</summary>
    public static NameLikeness Of(string? one, string? other)
    {
        var (a, b) = (NameParts.Words(one, null), NameParts.Words(other, null));
        if (a.Count == 0 || b.Count == 0)
        {
            return NameLikeness.Different;
        }

        // Blanks alone make no other name: Mary Anne, Maryanne.
        if (string.Concat(a) == string.Concat(b))
        {
            return NameLikeness.Same;
        }

        // More words than are compared: for a person to look at.
        if (a.Count > MostWords || b.Count > MostWords)
        {
            return NameLikeness.Near;
        }

        List<NamePart> left = [.. a.Select(w => new NamePart(w, [w]))], right = [.. b.Select(w => new NamePart(w, [w]))];
        var same = Take(left, right, level => level is Levels.Exact or Levels.SameName);
        if (left.Count == 0 && right.Count == 0)
        {
            return NameLikeness.Same;
        }

        // An initial alone is no agreement, and a word of one or two letters hardly one.
        return same.Any(w => w.Length > 2) || Take(left, right, level => level == Levels.Close).Any(w => w.Length > 2) ? NameLikeness.Near : NameLikeness.Different;
    }

    /// <summary>Takes the words that agree out of both, each with one only.</summary>
    private static List<NamePart> Take(List<NamePart> left, List<NamePart> right, Func<int, bool> agrees)
    {
        List<NamePart> taken = [];
        foreach (var word in left.ToList())
        {
            if (right.Find(w => agrees(NameComparer.Level(word, w))) is { } pair)
            {
                left.Remove(word);
                right.Remove(pair);
                taken.Add(word);
            }
        }

        return taken;
    }
}
