using System.Text;

namespace Spmis.Linkage.Normalising;

/// <summary>
/// Arabic, Persian and Urdu letters to Latin. Short vowels are not written, so the result is mostly consonants; the
/// comparison knows. Forms of alef, ya and ta marbuta are one; harakat and tatweel are dropped; the article is cut off.
/// </summary>
internal static class ArabicFold
{
    private static readonly string?[] Letters = Build();

    public static int Append(StringBuilder folded, string word, int i)
    {
        var c = word[i];
        if (i == 0 && IsArticle(word))
        {
            return 2;
        }

        var start = folded.Length == 0 || folded[^1] == '-';
        var next = i + 1 < word.Length ? word[i + 1] : '\0';
        folded.Append(c switch
        {
            'ع' => start ? "a" : string.Empty,
            'و' => start || IsAlef(next) ? "w" : "u",
            'ي' or 'ی' => start || IsAlef(next) ? "y" : "i",
            _ => Letters[c - 0x600] ?? string.Empty,
        });
        return 1;
    }

    /// <summary>al- before a name of three letters or more; Allah keeps its own.</summary>
    private static bool IsArticle(string word) =>
        word.Length >= 5 && word[0] == 'ا' && word[1] == 'ل' && !word.StartsWith("الله", StringComparison.Ordinal);

    private static bool IsAlef(char c) => c is 'ا' or 'أ' or 'آ' or 'ى' or 'ة';

    private static string?[] Build()
    {
        var table = new string?[0x100];
        const string Pairs = "ا:a أ:a آ:a ٱ:a إ:i ى:a ة:a ؤ:u ئ:i ب:b ت:t ث:th ج:j ح:h خ:kh د:d ذ:dh ر:r ز:z س:s ش:sh ص:s ض:d ط:t ظ:z "
            + "غ:gh ف:f ق:q ك:k ل:l م:m ن:n ه:h پ:p چ:ch ژ:zh گ:g ک:k ے:e ۓ:e ہ:h ھ:h ہ:h ۃ:a ۀ:a ٹ:t ڈ:d ڑ:r ں:n ڤ:v ڭ:g ڨ:g ې:e ۍ:i "
            + "٠:0 ١:1 ٢:2 ٣:3 ٤:4 ٥:5 ٦:6 ٧:7 ٨:8 ٩:9 ۰:0 ۱:1 ۲:2 ۳:3 ۴:4 ۵:5 ۶:6 ۷:7 ۸:8 ۹:9";
        foreach (var pair in Pairs.Split(' '))
        {
            table[pair[0] - 0x600] = pair[2..];
        }

        return table;
    }
}
