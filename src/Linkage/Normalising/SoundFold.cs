using System.Text;

namespace Spmis.Linkage.Normalising;

/// <summary>
/// Folds habits of spelling that do not change the name: doubled letters, ph and f, kh and k, ou and u, e and i,
/// a silent final h, the article inside Abd al-. Vowels stay (Hassan is not Hussein) but come in three kinds.
/// </summary>
internal static class SoundFold
{
    private static readonly string[] ArticlesAfterAbd = ["oul", "ul", "el", "al", "il", "ou", "u", "e", "a", "i"];

    public static string Class(string text)
    {
        if (text.Length > 5 && text.StartsWith("abd", StringComparison.Ordinal))
        {
            text = WithoutArticleAfterAbd(text);
        }

        var folded = new StringBuilder(text.Length);
        var i = 0;
        while (i < text.Length)
        {
            i += Append(folded, text, i);
        }

        if (folded.Length > 3 && folded[^1] == 'h')
        {
            folded.Length--;
        }

        return folded.ToString();
    }

    /// <summary>The consonants, for blocking: one vowel sign where the name starts with a vowel.</summary>
    public static string Skeleton(string nameClass)
    {
        var folded = new StringBuilder(nameClass.Length);
        for (var i = 0; i < nameClass.Length; i++)
        {
            // Arabic writes p as b and v as f.
            var c = nameClass[i] is 'p' ? 'b' : nameClass[i] is 'v' ? 'f' : nameClass[i];
            var vowel = "aeiou".Contains(c, StringComparison.Ordinal);
            if (i == 0)
            {
                folded.Append(vowel ? 'a' : c);
            }
            else if (!vowel && c is not ('h' or 'y' or 'w') && folded[^1] != c)
            {
                folded.Append(c);
            }
        }

        return folded.Length < 2 ? nameClass : folded.ToString();
    }

    private static string WithoutArticleAfterAbd(string text)
    {
        foreach (var article in ArticlesAfterAbd)
        {
            if (text.AsSpan(3).StartsWith(article, StringComparison.Ordinal) && text.Length - 3 - article.Length >= 2)
            {
                return string.Concat("abd", text.AsSpan(3 + article.Length));
            }
        }

        return text;
    }

    private static int Append(StringBuilder folded, string text, int i)
    {
        var c = text[i];
        var next = i + 1 < text.Length ? text[i + 1] : '\0';
        var (sound, used) = (c, next) switch
        {
            ('p', 'h') => ('f', 2),
            ('k' or 'c', 'h') => (c == 'k' ? 'k' : 'x', 2),
            ('s', 'h') => ('x', 2),
            ('g', 'h') => ('g', 2),
            ('t', 'h') => ('t', 2),
            ('d', 'h') => ('d', 2),
            ('d', 'j') => ('j', 2),
            ('c', 'k') => ('k', 2),
            ('o', 'u' or 'o') => ('u', 2),
            ('c', 'e' or 'i' or 'y') => ('s', 1),
            ('c' or 'q', _) => ('k', 1),
            ('o', _) => ('u', 1),
            ('e', _) => ('i', 1),
            ('y', _) when i > 0 && !"aeiou".Contains(next, StringComparison.Ordinal) => ('i', 1),
            _ => (c, 1),
        };
        if (folded.Length == 0 || folded[^1] != sound)
        {
            folded.Append(sound);
        }

        return used;
    }
}
