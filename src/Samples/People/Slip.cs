using Spmis.Samples.Names;
using Spmis.Samples.Randomness;

namespace Spmis.Samples.People;

/// <summary>Slips of the hand and of the ear.</summary>
internal static class Slip
{
    // Sounds that are spelt in several ways; the first that occurs is written the other way.
    private static readonly (string From, string To)[] Sounds =
        [("ou", "u"), ("ee", "i"), ("ch", "sh"), ("kh", "h"), ("ph", "f"), ("mm", "m"), ("ll", "l"), ("ss", "s"), ("y", "i"), ("w", "u"), ("z", "s"), ("é", "e"), ("í", "i"), ("a", "e"), ("i", "e"), ("o", "u")];

    public static NamePart In(NamePart name, ref Draw draw) => name with { Latin = InText(name.Latin, ref draw) };

    /// <summary>Two neighbouring digits change places, or one is another.</summary>
    public static string OfDigits(string digits, ref Draw draw)
    {
        var chars = digits.ToCharArray();
        var at = draw.Between(1, chars.Length - 2);
        if (chars[at] != chars[at + 1] && draw.Chance(5000))
        {
            (chars[at], chars[at + 1]) = (chars[at + 1], chars[at]);
        }
        else
        {
            chars[at] = (char)('0' + ((chars[at] - '0' + draw.Between(1, 9)) % 10));
        }

        return new string(chars);
    }

    private static string InText(string text, ref Draw draw)
    {
        if (text.Length < 3)
        {
            return text + "h";
        }

        var at = draw.Between(1, text.Length - 2);
        return draw.Class([4500, 6500, 8000, 9000, 10_000]) switch
        {
            0 => ByEar(text),
            1 => text[..at] + text[(at + 1)..],
            2 => text[..at] + text[at] + text[at..],
            3 => text[..at] + text[at + 1] + text[at] + text[(at + 2)..],
            _ => text[..at] + (char)('a' + draw.Below(26)) + text[(at + 1)..],
        };
    }

    private static string ByEar(string text)
    {
        foreach (var (from, to) in Sounds)
        {
            var at = text.IndexOf(from, 1, StringComparison.Ordinal);
            if (at > 0)
            {
                return text[..at] + to + text[(at + from.Length)..];
            }
        }

        return text + "h";
    }
}
