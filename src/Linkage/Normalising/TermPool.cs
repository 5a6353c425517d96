using System.Collections.Concurrent;

namespace Spmis.Linkage.Normalising;

/// <summary>Names and places repeat: in batch each distinct text is folded and kept once, and bears a number from 1 on.</summary>
public sealed class TermPool
{
    private const int MostTexts = 32_768; // The common names come early; what comes later is mostly a typing error that nobody makes again.
    private const int LongestText = 60;
    private readonly ConcurrentDictionary<string, List<string>> wordsOfNames = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, List<string>> wordsOfPlaces = new(StringComparer.Ordinal);
    private int textsKept; // Counted here: a concurrent dictionary stops everybody to count itself.
    private readonly Numbered<NamePart> names = new();
    private readonly Numbered<Term> terms = new();

    /// <summary>One more than the greatest number of a name.</summary>
    internal int Names => names.Count;

    /// <summary>One more than the greatest number of another term.</summary>
    internal int Terms => terms.Count;

    internal ReadOnlySpan<NamePart?> AllNames => names.All;

    internal ReadOnlySpan<Term?> AllTerms => terms.All;

    // Written as one word and as two a name is not the same: it may be compared word by word.
    internal NamePart Name(string text, IReadOnlyList<string> words) =>
        names.GetOrAdd(StableHash.Of(words.Count > 1 ? string.Join(' ', words) : text), (text, words), static (number, from) => new NamePart(from.text, from.words) { Id = number });

    internal NamePart? NameOf(int number) => names[number];

    internal Term Term(string text) => terms.GetOrAdd(StableHash.Of(text), text, static (number, from) => new Term(from) { Id = number });

    // An address and a village may be spelt alike, but only the address has a user part.
    internal EmailTerm Email(string text) => (EmailTerm)terms.GetOrAdd(StableHash.Of("mailto:" + text), text, static (number, from) => new EmailTerm(from) { Id = number });

    internal Term TermOf(int number) => terms[number] ?? throw new InvalidOperationException($"The pool holds no term {number}.");

    /// <summary>Lets go of what only helps while persons are added; adding goes on as before, a little slower.</summary>
    internal void Rest()
    {
        wordsOfNames.Clear();
        wordsOfPlaces.Clear();
        Volatile.Write(ref textsKept, 0);
    }

    /// <summary>The words of a name that was folded before, or folds it.</summary>
    internal List<string> NameWords(string text, Func<string, List<string>> fold) => Words(wordsOfNames, text, fold);

    /// <summary>The words of a place that was folded before, or folds it.</summary>
    internal List<string> PlaceWords(string text, Func<string, List<string>> fold) => Words(wordsOfPlaces, text, fold);

    private List<string> Words(ConcurrentDictionary<string, List<string>> words, string text, Func<string, List<string>> fold)
    {
        if (words.TryGetValue(text, out var known))
        {
            return known;
        }

        var folded = fold(text);
        if (text.Length <= LongestText && Volatile.Read(ref textsKept) < MostTexts && words.TryAdd(text, folded))
        {
            Interlocked.Increment(ref textsKept);
        }

        return folded;
    }
}
