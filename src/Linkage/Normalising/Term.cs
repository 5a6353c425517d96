using System.Buffers;
using Spmis.Linkage.Comparing;

namespace Spmis.Linkage.Normalising;

/// <summary>A folded text with its hash: equality in the scorer is one integer comparison.</summary>
public class Term
{
    internal Term(string text)
    {
        Text = text;
        Hash = StableHash.Of(text);
        Letters = Similar.LettersOf(text);
        Beginning = Similar.BeginningOf(text);
        Length = text.Length;
    }

    /// <summary>The folded text.</summary>
    public string Text { get; }

    /// <summary>Stable hash of the text.</summary>
    internal ulong Hash { get; }

    /// <summary>The first four characters.</summary>
    internal ulong Beginning { get; }

    /// <summary>Which letters and digits occur.</summary>
    internal ulong Letters { get; }

    internal int Length { get; }

    /// <summary>Number in its <see cref="TermPool"/>; 0 outside of one.</summary>
    internal int Id { get; init; }

    /// <inheritdoc/>
    public override string ToString() => Text;
}

/// <summary>One part of a name: its folded spelling, the class of spellings it belongs to, and its consonants.</summary>
public sealed class NamePart : Term
{
    private static readonly SearchValues<char> Vowels = SearchValues.Create("aeiouy");

    internal NamePart(string text, IReadOnlyList<string> words)
        : base(text)
    {
        Class = Same(NameClasses.Of(text), text);
        ClassHash = StableHash.Of(Class);
        Skeleton = Same(SoundFold.Skeleton(Class), Class);
        SkeletonHash = StableHash.Of(Skeleton);
        WithoutVowels = text.Length >= 3 && !text.AsSpan(1).ContainsAny(Vowels);
        Words = words.Count > 1 ? [.. words.Where(w => w.Length > 2).Select(w => StableHash.Of(w))] : [];
    }

    /// <summary>The text that is kept already where the two are equal: a register holds a name for every few persons.</summary>
    private static string Same(string made, string kept) => made == kept ? kept : made;

    /// <summary>Spellings of one name share this: mohamed, muhammad and mouhamed do.</summary>
    public string Class { get; }

    internal ulong ClassHash { get; }

    internal string Skeleton { get; }

    internal ulong SkeletonHash { get; }

    /// <summary>True for names that came from a script without vowels.</summary>
    internal bool WithoutVowels { get; }

    /// <summary>Hashes of the words, where the part has several.</summary>
    internal ulong[] Words { get; }
}

/// <summary>An e-mail address with its part before the @.</summary>
public sealed class EmailTerm : Term
{
    internal EmailTerm(string text)
        : base(text) => User = new Term(text[..text.IndexOf('@', StringComparison.Ordinal)]);

    /// <summary>What stands before the @.</summary>
    public Term User { get; }
}
