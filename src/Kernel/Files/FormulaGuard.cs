namespace Spmis.Kernel.Files;

/// <summary>Keeps spreadsheets from running text as a formula (CWE-1236): an apostrophe before it, which is taken off again when the file comes back.</summary>
internal static class FormulaGuard
{
    public static string PutOn(string text) => Needs(text) ? "'" + text : text;

    public static string TakeOff(string text) => text.StartsWith('\'') && Needs(text[1..]) ? text[1..] : text;

    // Text that already begins with apostrophes before such a sign gets one more, so that it comes back as it was.
    private static bool Needs(string text) => text.TrimStart('\'', ' ') is ['=' or '+' or '-' or '@' or '\t' or '\r' or '\0', ..];
}
