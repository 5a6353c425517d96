using System.Text;

namespace Spmis.Linkage.Normalising;

/// <summary>
/// Devanagari, Bengali, Gurmukhi, Gujarati, Oriya, Tamil, Telugu, Kannada, Malayalam: Unicode lays their blocks of 128
/// out alike, so one table serves all. The inherent a is dropped at the end of a word, as in speech (Ram, Kumar).
/// </summary>
internal static class IndicFold
{
    private const char Inherent = 'a';

    private static readonly string?[] Letters = Build(
        "05:a 06:a 07:i 08:i 09:u 0A:u 0B:ri 0E:e 0F:e 10:ai 11:o 12:o 13:o 14:au 0D:e "
        + "15:k 16:kh 17:g 18:gh 19:n 1A:ch 1B:chh 1C:j 1D:jh 1E:n 1F:t 20:th 21:d 22:dh 23:n 24:t 25:th 26:d 27:dh 28:n 29:n "
        + "2A:p 2B:ph 2C:b 2D:bh 2E:m 2F:y 30:r 31:r 32:l 33:l 34:l 35:v 36:sh 37:sh 38:s 39:h "
        + "3E:a 3F:i 40:i 41:u 42:u 43:ri 45:e 46:e 47:e 48:ai 49:o 4A:o 4B:o 4C:au "
        + "58:k 59:kh 5A:g 5B:z 5C:r 5D:rh 5E:f 5F:y 02:n 01:n 70:n "
        + "66:0 67:1 68:2 69:3 6A:4 6B:5 6C:6 6D:7 6E:8 6F:9");

    public static int Append(StringBuilder folded, string word, int i)
    {
        var code = word[i] & 0x7F;
        if (Letters[code] is { } latin)
        {
            folded.Append(latin);
        }

        if (IsConsonant(code) && NeedsInherent(word, i + 1))
        {
            folded.Append(Inherent);
        }

        return 1;
    }

    private static bool IsConsonant(int code) => code is (>= 0x15 and <= 0x39) or (>= 0x58 and <= 0x5F);

    /// <summary>No vowel sign, virama or nukta with either follows, and the word goes on.</summary>
    private static bool NeedsInherent(string word, int next)
    {
        if (next < word.Length && (word[next] & 0x7F) == 0x3C)
        {
            next++;
        }

        if (next >= word.Length || word[next] is < '\u0900' or > '\u0DFF')
        {
            return false;
        }

        var code = word[next] & 0x7F;
        return code is not ((>= 0x3E and <= 0x4D) or 0x57);
    }

    private static string?[] Build(string pairs)
    {
        var table = new string?[0x80];
        foreach (var pair in pairs.Split(' '))
        {
            table[Convert.ToInt32(pair[..2], 16)] = pair[3..];
        }

        return table;
    }
}
