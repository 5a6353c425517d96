namespace Spmis.Iso20022.Xml;

/// <summary>Spreads a text over elements of limited length; readers join them with a blank.</summary>
internal static class WordWrap
{
    public static IEnumerable<string> Lines(string text, int length)
    {
        // The Unicode rule takes out line ends and refuses what XML cannot carry.
        if (string.IsNullOrWhiteSpace(text))
        {
            yield break;
        }

        var rest = BankText.Fold(text, TextRule.Unicode, int.MaxValue, out var folded) is { } problem ? throw new MessageRefused("iso.text", problem) : folded;
        while (rest.Length > length)
        {
            var blank = rest.LastIndexOf(' ', length);
            var cut = blank > 0 ? blank : char.IsHighSurrogate(rest[length - 1]) ? length - 1 : length;
            yield return rest[..cut];
            rest = rest[cut..].TrimStart();
        }

        yield return rest;
    }
}
