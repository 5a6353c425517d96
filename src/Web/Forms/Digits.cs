namespace Spmis.Web.Forms;

/// <summary>Digits as people type them.</summary>
public static class Digits
{
    /// <summary>Turns decimal digits of any script (Arabic-Indic, Devanagari ...) into ASCII and leaves the rest alone.</summary>
    public static string ToAscii(string text) => text.All(char.IsAscii)
        ? text
        : string.Concat(text.Select(c => char.IsDigit(c) ? (char)('0' + (int)char.GetNumericValue(c)) : c == '٫' ? '.' : c));
}
