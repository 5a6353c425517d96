namespace Spmis.Linkage.Normalising;

/// <summary>Splits and joins the words of a name into given, middle and family part.</summary>
internal static class NameParts
{
    // Articles and words of descent that some clerks write and others leave out.
    private static readonly HashSet<string> Particles = new(StringComparer.Ordinal)
    {
        "al", "el", "ul", "bin", "ben", "ibn", "bint", "binti", "bte", "wad", "ould", "uld", "mint",
        "van", "von", "der", "den", "de", "da", "do", "das", "dos", "del", "della", "di", "du", "la", "le", "ter",
    };

    // Before a hyphen the article may also take the sound of the letter that follows (ar-Rahman, ash-Shami).
    private static readonly HashSet<string> ArticlesBeforeHyphen = new(StringComparer.Ordinal)
    {
        "al", "el", "ul", "ar", "er", "as", "es", "ash", "esh", "ad", "ed", "an", "en", "az", "at", "et", "ath",
    };

    /// <summary>The words of a name, articles left out; not to be changed by the caller.</summary>
    public static List<string> Words(string? name, TermPool? pool) =>
        pool is null || string.IsNullOrEmpty(name) ? Words(name) : pool.NameWords(name, static n => Words(n));

    private static List<string> Words(string? name)
    {
        var words = new List<string>(2);
        var join = false;
        foreach (var word in TextFold.Words(name))
        {
            var plain = WithoutHyphen(word);
            if (join && words.Count > 0)
            {
                words[^1] += plain;
            }
            else
            {
                words.Add(plain);
            }

            // Abd is no name without the word that follows it.
            join = plain is "abd" or "abdul" or "abdel" or "abdal" or "abdou" or "abdoul" || (join && Particles.Contains(plain));
        }

        DropParticles(words);
        return words;
    }

    /// <summary>Given and middle name; a second word of the given name is a middle name where none was written.</summary>
    public static (NamePart? Given, NamePart? Middle, NamePart? Family) Of(LinkagePerson person, TermPool? pool)
    {
        var given = Words(person.GivenName, pool);
        var middle = Words(person.MiddleName, pool);
        var family = Words(person.FamilyName, pool);
        if (given.Count + middle.Count + family.Count == 0)
        {
            given = Words(person.NativeName, pool);
        }

        if (family.Count == 0 && middle.Count == 0 && given.Count > 1)
        {
            family = given[^1..];
            given = given[..^1];
        }

        if (middle.Count == 0 && given.Count > 1)
        {
            middle = given[1..];
            given = given[..1];
        }

        return (Part(given, pool), Part(middle, pool), Part(family, pool));
    }

    public static NamePart? Part(List<string> words, TermPool? pool)
    {
        if (words.Count == 0)
        {
            return null;
        }

        var text = words.Count == 1 ? words[0] : string.Concat(words);
        return pool?.Name(text, words) ?? new NamePart(text, words);
    }

    private static string WithoutHyphen(string word)
    {
        var hyphen = word.IndexOf('-', StringComparison.Ordinal);
        if (hyphen < 0)
        {
            return word;
        }

        var first = word[..hyphen];
        if (ArticlesBeforeHyphen.Contains(first))
        {
            word = word[(hyphen + 1)..];
        }

        return word.Replace("-", string.Empty, StringComparison.Ordinal);
    }

    private static void DropParticles(List<string> words)
    {
        for (var i = words.Count - 1; i >= 0 && words.Count > 1; i--)
        {
            if (Particles.Contains(words[i]))
            {
                words.RemoveAt(i);
            }
        }
    }
}
