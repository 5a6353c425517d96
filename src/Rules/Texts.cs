namespace Spmis.Rules;

/// <summary>Picks a text by language.</summary>
internal static class Texts
{
    public static readonly IReadOnlyDictionary<string, string> None = new Dictionary<string, string>(StringComparer.Ordinal);

    public static string? Pick(IReadOnlyDictionary<string, string> texts, string language) =>
        texts.TryGetValue(language, out var text) || texts.TryGetValue("en", out text) ? text : texts.Values.FirstOrDefault();
}
