using System.Globalization;
using System.Text;

namespace Spmis.Linkage.Normalising;

/// <summary>
/// Any text to lower-case Latin words: compatibility forms unified, accents and marks dropped, other scripts
/// transliterated, direction marks and other invisible characters removed. Scripts without a table stay as they are.
/// </summary>
internal static class TextFold
{
    /// <summary>Longer texts are cut: no name needs more, and a line of 2 GB must not become a key.</summary>
    private const int LongestText = 300;

    private static readonly string?[] Accented = BuildAccented();

    public static List<string> Words(string? text)
    {
        var words = new List<string>(2);
        if (string.IsNullOrWhiteSpace(text))
        {
            return words;
        }

        if (IsPlainWord(text))
        {
            words.Add(text.ToLowerInvariant());
            return words;
        }

        if (Ascii.IsValid(text))
        {
            AddAscii(text.AsSpan(0, Math.Min(text.Length, LongestText)), words);
            return words;
        }

        foreach (var word in Unify(text).Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            var folded = Word(word);
            if (folded.Length > 0)
            {
                words.Add(folded);
            }
        }

        return words;
    }

    /// <summary>What the way through Unicode gives for ASCII, without it: most addresses and many names.</summary>
    private static void AddAscii(ReadOnlySpan<char> text, List<string> words)
    {
        Span<char> word = stackalloc char[LongestText];
        var length = 0;
        foreach (var c in text)
        {
            if (char.IsAsciiLetterOrDigit(c) || c == '-')
            {
                word[length++] = char.ToLowerInvariant(c);
            }
            else if (c is not ('\'' or '`' or '^') && (!char.IsControl(c) || c is '\t' or '\n' or '\r'))
            {
                Add(word[..length], words);
                length = 0;
            }
        }

        Add(word[..length], words);

        static void Add(ReadOnlySpan<char> word, List<string> words)
        {
            word = word.Trim('-');
            if (!word.IsEmpty)
            {
                words.Add(new string(word));
            }
        }
    }

    private static bool IsPlainWord(string text)
    {
        foreach (var c in text)
        {
            if (!char.IsAsciiLetterOrDigit(c))
            {
                return false;
            }
        }

        return text.Length <= LongestText;
    }

    /// <summary>Normal form KC without broken surrogates; everything between words becomes one blank.</summary>
    private static string Unify(string text)
    {
        var sound = new StringBuilder(Math.Min(text.Length, LongestText));
        foreach (var rune in text.EnumerateRunes())
        {
            if (sound.Length >= LongestText)
            {
                break;
            }

            if (rune != Rune.ReplacementChar)
            {
                sound.Append(rune.ToString());
            }
        }

        var unified = sound.ToString().Normalize(NormalizationForm.FormKC);
        sound.Clear();
        foreach (var c in unified)
        {
            switch (char.GetUnicodeCategory(c))
            {
                case UnicodeCategory.Format or UnicodeCategory.Control when c is not ('\t' or '\n' or '\r'):
                    break;
                case UnicodeCategory.ModifierLetter or UnicodeCategory.ModifierSymbol:
                case UnicodeCategory.InitialQuotePunctuation or UnicodeCategory.FinalQuotePunctuation:
                    break;
                case UnicodeCategory.OtherPunctuation when c is '\'':
                    break;
                default:
                    sound.Append(char.IsLetterOrDigit(c) || char.IsSurrogate(c) || IsMark(c) ? c : c == '-' ? '-' : ' ');
                    break;
            }
        }

        return sound.ToString();
    }

    private static string Word(string word)
    {
        var folded = new StringBuilder(word.Length);
        for (var i = 0; i < word.Length;)
        {
            i += word[i] switch
            {
                >= '\u0600' and <= '\u06FF' => ArabicFold.Append(folded, word, i),
                >= '\u0900' and <= '\u0DFF' => IndicFold.Append(folded, word, i),
                >= '\u1200' and <= '\u137F' => EthiopicFold.Append(folded, word, i),
                >= '\u0400' and <= '\u045F' => CyrillicFold.Append(folded, word, i),
                _ => AppendLatin(folded, word[i]),
            };
        }

        return folded.ToString().Trim('-');
    }

    private static int AppendLatin(StringBuilder folded, char c)
    {
        if (c < Accented.Length && Accented[c] is { } plain)
        {
            folded.Append(plain);
        }
        else if (c is >= '\u1E00' and <= '\u1EFF')
        {
            folded.Append(Base(c));
        }
        else if (!IsMark(c))
        {
            folded.Append(char.ToLowerInvariant(c));
        }

        return 1;
    }

    private static bool IsMark(char c) => char.GetUnicodeCategory(c)
        is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark;

    private static char Base(char c) => char.ToLowerInvariant(c.ToString().Normalize(NormalizationForm.FormD)[0]);

    private static string?[] BuildAccented()
    {
        var table = new string?[0x250];
        for (var c = '\u00C0'; c < table.Length; c++)
        {
            table[c] = char.IsLetter(c) ? Base(c).ToString() : null;
        }

        // Letters that Unicode does not decompose.
        foreach (var pair in "ß:ss æ:ae œ:oe ø:o đ:d ð:d þ:th ł:l ı:i ŋ:ng ħ:h ŧ:t ĸ:k ƙ:k ƴ:y ɓ:b ɗ:d ƒ:f ǝ:e".Split(' '))
        {
            foreach (var c in new[] { pair[0], char.ToUpperInvariant(pair[0]) })
            {
                if (c is >= '\u00C0' and < '\u0250')
                {
                    table[c] = pair[2..];
                }
            }
        }

        return table;
    }
}
