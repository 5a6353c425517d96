using System.Text;

namespace Spmis.Linkage.Normalising;

/// <summary>
/// The Ethiopic syllabary: each row of eight characters is one consonant with its vowel orders (Unicode 1200 to 135A).
/// The sixth order is written without a vowel: in names it is mostly silent.
/// </summary>
internal static class EthiopicFold
{
    private const int First = 0x1200;

    private static readonly string[] Vowels = ["e", "u", "i", "a", "e", "", "o", "ua"];

    // One entry for each row of eight from U+1200 on.
    private static readonly string[] Consonants =
    [
        "h", "l", "h", "m", "s", "r", "s", "sh", "q", "q", "q", "q", "b", "v", "t", "ch",
        "h", "h", "n", "n", "", "k", "k", "kh", "kh", "w", "", "z", "zh", "y", "d", "d",
        "j", "g", "g", "g", "t", "ch", "p", "ts", "ts", "f", "p",
    ];

    public static int Append(StringBuilder folded, string word, int i)
    {
        var offset = word[i] - First;
        var row = offset / 8;
        if (row >= Consonants.Length)
        {
            return 1;
        }

        var consonant = Consonants[row];
        var order = offset % 8;

        // The throat sounds (ha, a) are read with a in the first order too.
        var vowel = order == 0 && consonant is "h" or "" && order == 0 ? "a" : Vowels[order];
        if (consonant.Length == 0 && order == 5)
        {
            vowel = "e";
        }

        folded.Append(consonant).Append(vowel);
        return 1;
    }
}
