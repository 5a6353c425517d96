using System.Buffers;
using System.Collections.Frozen;
using System.Globalization;
using System.Text;
using System.Xml;

namespace Spmis.Iso20022;

/// <summary>Which characters a bank takes in names and texts.</summary>
public enum TextRule
{
    /// <summary>The Latin set of SWIFT and SEPA: A to Z, a to z, 0 to 9, blank and / - ? : ( ) . , ' +. Accents are folded, other scripts refused.</summary>
    Latin,

    /// <summary>Whatever Unicode the receiver reads; only what XML forbids is refused.</summary>
    Unicode,
}

/// <summary>
/// Brings text into the characters a bank takes. The rule, so that the same name always comes out the same:
/// blanks of any kind and line ends become one blank; under <see cref="TextRule.Latin"/> a letter with accents loses them (é e, ạ a),
/// letters and marks of the table below are replaced (ß ss, ɛ e, ŋ n, &amp; +, _ -), and anything else is refused with its place.
/// Text that is too long after that is refused, never cut.
/// </summary>
public static class BankText
{
    // Latin set of the SEPA implementation guidelines (EPC132-08, character set), the same as SWIFT's X set without line ends.
    private const string Marks = "/-?:().,'+ ";

    private static readonly SearchValues<char> LatinSet = SearchValues.Create(Marks + "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789");

    // Letters that do not decompose, the West African ones among them, and marks with a near neighbour in the set.
    private const string FoldTable = """
        ß=ss ẞ=SS Æ=AE æ=ae Œ=OE œ=oe Ø=O ø=o Þ=TH þ=th
        Đ=D đ=d Ð=D ð=d Ł=L ł=l ı=i Ħ=H ħ=h Ŧ=T ŧ=t
        Ŋ=N ŋ=n Ɲ=N ɲ=n Ɛ=E ɛ=e Ɔ=O ɔ=o Ə=E ə=e Ǝ=E ǝ=e
        Ɓ=B ɓ=b Ɗ=D ɗ=d Ɖ=D ɖ=d Ƙ=K ƙ=k Ƴ=Y ƴ=y Ɣ=G ɣ=g
        Ƒ=F ƒ=f Ʋ=V ʋ=v Ɩ=I ɩ=i Ʊ=U ʊ=u
        ’=' ‘=' `=' ´=' ʼ=' ʻ=' ʿ=' ʾ=' "=' “=' ”=' „=' «=' »='
        –=- —=- ‑=- −=- _=- &=+ ;=, !=. …=... [=( ]=) {=( }=)
        º=o ª=a ·=.
        """;

    private static readonly FrozenDictionary<int, string> Folds = FoldTable
        .Split([' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries)
        .ToFrozenDictionary(pair => char.ConvertToUtf32(pair, 0), pair => pair[2..]); // Every letter of the table is one UTF-16 unit.

    /// <summary>Folds a text or says what is wrong with it.</summary>
    /// <param name="text">The text; must not be blank.</param>
    /// <param name="rule">What the bank takes.</param>
    /// <param name="maxLength">Characters it may have after folding.</param>
    /// <param name="folded">What the bank gets.</param>
    /// <returns>What is wrong and how to mend it; null when it was folded.</returns>
    public static string? Fold(string text, TextRule rule, int maxLength, out string folded)
    {
        if (IsFolded(text))
        {
            folded = text; // As most are: nothing to fold, under either rule, and nothing to copy.
            return TooLong(folded, folded.Length, maxLength);
        }

        folded = "";
        var kept = new StringBuilder(text.Length);
        var place = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            place++;
            if (Rune.IsWhiteSpace(rune))
            {
                if (kept.Length > 0 && kept[^1] != ' ')
                {
                    kept.Append(' ');
                }
            }
            else if (!Append(kept, rune, rule))
            {
                return $"'{Shown(rune)}' (U+{rune.Value:X4}, character {place} of '{text}') cannot be sent to the bank; write the text in {(rule == TextRule.Latin ? "Latin letters" : "characters that can be shown")}.";
            }
        }

        folded = kept.ToString().Trim();
        if (folded.Length == 0)
        {
            return "The text is empty.";
        }

        // XML Schema counts characters, not UTF-16 units.
        return TooLong(folded, folded.EnumerateRunes().Count(), maxLength);
    }

    /// <summary>What is wrong with an identifier, which must come back as it was sent and is therefore never folded; null when nothing is.</summary>
    public static string? IdentifierProblem(string id, int maxLength = 35)
    {
        if (id.Length == 0 || id.Length > maxLength)
        {
            return $"'{id}' has {id.Length} characters; 1 to {maxLength} are allowed.";
        }

        // EPC132-08: identifiers begin and end with no slash or blank and have no two slashes in a row.
        var fits = !id.AsSpan().ContainsAnyExcept(LatinSet)
            && id[0] is not ('/' or ' ') && id[^1] is not ('/' or ' ') && !id.Contains("//", StringComparison.Ordinal);
        return fits ? null : $"'{id}' is no identifier banks take: letters A to Z, digits and / - ? : ( ) . , ' + only, no slash or blank at either end, no two slashes together.";
    }

    /// <summary>Characters of the Latin set only, no blank at either end and no two together.</summary>
    private static bool IsFolded(string text) =>
        text.Length > 0 && text[0] != ' ' && text[^1] != ' ' && !text.AsSpan().ContainsAnyExcept(LatinSet) && !text.Contains("  ", StringComparison.Ordinal);

    private static string? TooLong(string folded, int length, int maxLength) => length <= maxLength ? null : $"'{folded}' has {length} characters; the bank takes {maxLength}. Shorten it.";

    private static bool Append(StringBuilder kept, Rune rune, TextRule rule)
    {
        if (rule == TextRule.Unicode)
        {
            // EnumerateRunes gives U+FFFD for half a surrogate pair: the text was broken before it came here.
            var fine = rune.Value != 0xFFFD && !Rune.IsControl(rune) && (!rune.IsBmp || XmlConvert.IsXmlChar((char)rune.Value));
            kept.Append(fine ? rune.ToString() : "");
            return fine;
        }

        if (rune.IsAscii && (Rune.IsLetterOrDigit(rune) || Marks.Contains((char)rune.Value, StringComparison.Ordinal)))
        {
            kept.Append((char)rune.Value);
            return true;
        }

        if (Folds.TryGetValue(rune.Value, out var fold))
        {
            kept.Append(fold);
            return true;
        }

        if (Rune.GetUnicodeCategory(rune) == UnicodeCategory.NonSpacingMark && kept.Length > 0 && char.IsAsciiLetter(kept[^1]))
        {
            return true; // An accent written behind its letter.
        }

        var parts = rune.ToString().Normalize(NormalizationForm.FormD);
        var letter = parts.Length > 1 && (char.IsAsciiLetter(parts[0]) || Folds.ContainsKey(parts[0])) && parts.Skip(1).All(c => char.GetUnicodeCategory(c) == UnicodeCategory.NonSpacingMark);
        kept.Append(letter ? Folds.GetValueOrDefault(parts[0], parts[..1]) : "");
        return letter;
    }

    private static string Shown(Rune rune) => Rune.IsControl(rune) ? "?" : rune.ToString();
}
