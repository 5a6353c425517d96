using System.Globalization;
using System.Text;
using Spmis.Values;

namespace Spmis.Kernel.Files;

/// <summary>Reads single values, from files, forms or requests, with one set of words for what is wrong.</summary>
public static class ReadField
{
    /// <summary>An amount of 0 or more, as 1234.50.</summary>
    /// <returns>What is wrong; null when it was read.</returns>
    public static FieldProblem? Amount(string text, Currency currency, out Money money)
    {
        text = Short(text);
        if (Money.TryParse(text, currency, out money, out var problem))
        {
            return null;
        }

        if (text.Length > 1 && text.Count(c => c is 'e' or 'E') == 1 && decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var meant))
        {
            return new("money.exponent", $"'{text}' is in scientific notation.", meant is >= 0 and < 1e15m ? $"Format the column as a number and write {meant.ToString("0.###", CultureInfo.InvariantCulture)} if that is meant." : "Write all digits, such as 1234.50.");
        }

        var code = text switch
        {
            _ when text.Contains(',', StringComparison.Ordinal) => "money.comma",
            ['-' or '+', ..] => "money.sign",
            _ when problem!.Contains("decimals", StringComparison.Ordinal) => "money.decimals", // Never null when it could not be read.
            _ when problem.Contains("too large", StringComparison.Ordinal) => "money.too-large",
            _ => "money.form",
        };
        return Cut(code, problem!); // Never null, as above.
    }

    /// <summary>A whole number between two others.</summary>
    /// <returns>What is wrong; null when it was read.</returns>
    public static FieldProblem? Integer(string text, long min, long max, out long number)
    {
        if (!long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out number))
        {
            return new("number.form", $"'{Short(text)}' is not a whole number.", "Write digits only.");
        }

        return number >= min && number <= max ? null : new("number.range", $"{number} is not between {min} and {max}.", $"Write a number from {min} to {max}.");
    }

    /// <summary>Text: at most so many characters, no control characters, and none that turn the writing direction (they can make one text look like another).</summary>
    /// <returns>What is wrong; null when it was read.</returns>
    public static FieldProblem? Text(string text, int maxLength, out string read)
    {
        read = "";
        var place = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            place++;
            if (Rune.IsControl(rune) || rune.Value is 0xFFFD or (>= 0x202A and <= 0x202E) or (>= 0x2066 and <= 0x2069))
            {
                return new("text.character", $"Character {place} (U+{rune.Value:X4}) cannot be shown.", "Remove it, or save the file as CSV (UTF-8) again.");
            }
        }

        if (place > maxLength)
        {
            return new("text.too-long", $"The text has {place} characters; {maxLength} are allowed.", "Shorten it.");
        }

        // One form for letters with accents, so that equal names are equal.
        read = text.Normalize(NormalizationForm.FormC);
        return null;
    }

    /// <summary>One of several words, whatever their case.</summary>
    /// <returns>What is wrong; null when it was read.</returns>
    public static FieldProblem? Choice<T>(string text, IReadOnlyDictionary<string, T> allowed, out T chosen)
    {
        foreach (var (word, value) in allowed)
        {
            if (string.Equals(word, text, StringComparison.OrdinalIgnoreCase))
            {
                chosen = value;
                return null;
            }
        }

        chosen = default!; // Not looked at when there is a problem.
        return new("choice.unknown", $"'{Short(text)}' is not one of the words known here.", $"Write one of {string.Join(", ", allowed.Keys.Take(15))}{(allowed.Count > 15 ? " ..." : "")}.");
    }

    /// <summary>A national or membership number: capital letters and digits. Blanks, hyphens, dots, slashes and apostrophes are taken out, digits of other scripts become 0 to 9.</summary>
    /// <returns>What is wrong; null when it was read.</returns>
    public static FieldProblem? Number(string text, out string number)
    {
        number = "";
        if (SpoiledBySpreadsheet(text))
        {
            return new("id.spreadsheet", $"'{Short(text)}' was shortened by a spreadsheet; its last digits are lost.", "Format the column as text and enter the number again.");
        }

        var kept = new StringBuilder();
        foreach (var c in text)
        {
            if (char.IsDigit(c))
            {
                kept.Append((char)('0' + (int)char.GetNumericValue(c)));
            }
            else if (char.IsAsciiLetter(c))
            {
                kept.Append(char.ToUpperInvariant(c));
            }
            else if (c is not ('-' or '.' or '/' or '\'' or '‑' or '–') && !char.IsWhiteSpace(c))
            {
                return new("id.character", $"'{Short(text)}' has '{(char.IsControl(c) ? '?' : c)}' in it.", "A number has letters A to Z and digits only.");
            }
        }

        if (kept.Length is < 3 or > 32)
        {
            return new("id.length", $"'{Short(text)}' has {kept.Length} letters and digits.", "A number has 3 to 32.");
        }

        number = kept.ToString();
        return null;
    }

    /// <summary>A telephone number: digits, with + before them when it was international. Whether the country has such a number is for Registration.</summary>
    /// <returns>What is wrong; null when it was read.</returns>
    public static FieldProblem? Phone(string text, out string phone)
    {
        phone = "";
        if (SpoiledBySpreadsheet(text))
        {
            return new("phone.spreadsheet", $"'{Short(text)}' was shortened by a spreadsheet; its last digits are lost.", "Format the column as text and enter the number again.");
        }

        var kept = new StringBuilder();
        foreach (var c in text)
        {
            if (char.IsDigit(c))
            {
                kept.Append((char)('0' + (int)char.GetNumericValue(c)));
            }
            else if (c == '+' && kept.Length == 0)
            {
                kept.Append('+');
            }
            else if (c is not ('-' or '.' or '(' or ')' or '\'' or '‑' or '–') && !char.IsWhiteSpace(c))
            {
                return new("phone.character", $"'{Short(text)}' has '{(char.IsControl(c) ? '?' : c)}' in it.", "Write digits, such as +254 712 345678; one number only.");
            }
        }

        var digits = kept.ToString();
        digits = digits.StartsWith("00", StringComparison.Ordinal) ? "+" + digits[2..] : digits;

        // ITU-T E.164: fifteen digits at most.
        if (digits.TrimStart('+').Length is < 5 or > 15)
        {
            return new("phone.length", $"'{Short(text)}' has {digits.TrimStart('+').Length} digits.", "A telephone number has 5 to 15.");
        }

        phone = digits;
        return null;
    }

    /// <summary>1.23457E+12 stands where a long number stood before a spreadsheet saved the file.</summary>
    private static bool SpoiledBySpreadsheet(string text) =>
        text.Contains("E+", StringComparison.OrdinalIgnoreCase) && decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out _);

    /// <summary>No value that is read as a number, a day or a word is longer than this; a longer one is shown by its beginning.</summary>
    internal static string Short(string text) => text.Length <= 60 ? text : text[..60] + "...";

    private static FieldProblem Cut(string code, string words)
    {
        var at = words.IndexOf("; ", StringComparison.Ordinal);
        return at < 0 ? new(code, words, "") : new(code, words[..at] + ".", char.ToUpperInvariant(words[at + 2]) + words[(at + 3)..]);
    }
}
