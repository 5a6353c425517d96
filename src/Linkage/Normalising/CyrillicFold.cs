using System.Text;

namespace Spmis.Linkage.Normalising;

/// <summary>Cyrillic letters to Latin as passports write them.</summary>
internal static class CyrillicFold
{
    // U+0430 to U+045F, in order of the code points.
    private static readonly string[] Lower =
    [
        "a", "b", "v", "g", "d", "e", "zh", "z", "i", "i", "k", "l", "m", "n", "o", "p",
        "r", "s", "t", "u", "f", "kh", "ts", "ch", "sh", "shch", "", "y", "", "e", "yu", "ya",
        "e", "e", "d", "g", "e", "z", "i", "i", "j", "l", "n", "c", "k", "i", "u", "dz",
    ];

    public static int Append(StringBuilder folded, string word, int i)
    {
        var c = char.ToLowerInvariant(word[i]);
        if (c is >= '\u0430' and <= '\u045F')
        {
            folded.Append(Lower[c - '\u0430']);
        }

        return 1;
    }
}
