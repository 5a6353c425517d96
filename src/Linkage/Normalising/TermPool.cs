using System.Collections.Concurrent;

namespace Spmis.Linkage.Normalising;

/// <summary>Names and places repeat: in batch each distinct text is folded and kept once.</summary>
public sealed class TermPool
{
    private readonly ConcurrentDictionary<string, NamePart> names = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Term> terms = new(StringComparer.Ordinal);

    internal NamePart Name(string text, IReadOnlyList<string> words) =>
        words.Count > 1 ? new NamePart(text, words) : names.GetOrAdd(text, static (t, w) => new NamePart(t, w), words);

    internal Term Term(string text) => terms.GetOrAdd(text, static t => new Term(t));
}
