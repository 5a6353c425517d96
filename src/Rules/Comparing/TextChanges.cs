namespace Spmis.Rules.Comparing;

/// <summary>Changes of texts by language.</summary>
internal static class TextChanges
{
    public static IEnumerable<SchemeChange> Of(Scheme before, Scheme after)
    {
        // What is new or gone as a whole has been said already.
        var (old, now) = (Texts(before, after), Texts(after, before));
        foreach (var (key, text) in now.Where(t => old.TryGetValue(t.Key, out var was) && was != t.Value))
        {
            yield return new SchemeChange("text", key, "changed", $"The text of {key} was '{old[key]}' and is '{text}'.");
        }

        foreach (var (key, text) in now.Where(t => !old.ContainsKey(t.Key)))
        {
            yield return new SchemeChange("text", key, Sets.Added, $"The text of {key} is added: '{text}'.");
        }

        foreach (var (key, text) in old.Where(t => !now.ContainsKey(t.Key)))
        {
            yield return new SchemeChange("text", key, Sets.Removed, $"The text of {key} is removed: '{text}'.");
        }
    }

    private static Dictionary<string, string> Texts(Scheme scheme, Scheme other) => Labels("name", scheme.Content.Name)
        .Concat(Labels("notice", scheme.Content.Notice))
        .Concat(Fields(scheme).IntersectBy(Fields(other).Select(f => f.Name), f => f.Name).SelectMany(f => Labels($"fact {f.Name}", f.Labels)))
        .Concat(scheme.Parameters.IntersectBy(other.Parameters.Select(p => p.Id), p => p.Id).SelectMany(p => Labels($"figure {p.Id}", p.Labels)))
        .Concat(scheme.Rules.IntersectBy(other.Rules.Select(r => r.Id), r => r.Id).SelectMany(r => Labels($"rule {r.Id}", r.Labels)))
        .Concat(scheme.Outputs.IntersectBy(other.Outputs.Select(o => o.Id), o => o.Id).Where(o => scheme.Rules.First(r => r.Id == o.Id).Labels.Count == 0).SelectMany(o => Labels($"output {o.Id}", o.Labels)))
        .GroupBy(t => t.Key, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.First().Value, StringComparer.Ordinal);

    private static IEnumerable<FactDeclaration> Fields(Scheme scheme) => scheme.Facts.SelectMany(f => f.Fields.Prepend(f));

    private static IEnumerable<KeyValuePair<string, string>> Labels(string what, IReadOnlyDictionary<string, string> texts) =>
        texts.Select(t => KeyValuePair.Create($"{what} [{t.Key}]", t.Value));
}
