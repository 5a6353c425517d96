using System.Collections.Frozen;

namespace Spmis.Kernel.Files;

/// <summary>A column an importer knows.</summary>
/// <param name="Name">The name in our own template and in <see cref="TabularRow"/>.</param>
/// <param name="Required">Whether the header must have it. Whether a line must fill it is for the field's reader.</param>
/// <param name="Aliases">Other headings taken for it. Case, blanks, hyphens, dots and underscores never matter.</param>
public sealed record TabularColumn(string Name, bool Required = false, params string[] Aliases);

/// <summary>What an importer expects of a delimited file.</summary>
public sealed record TabularFormat
{
    /// <summary>The columns known.</summary>
    public required IReadOnlyList<TabularColumn> Columns { get; init; }

    /// <summary>The columns by name and aliases, as <see cref="TabularHeadings.Plain"/> has them; of two that answer to one word the first.</summary>
    internal FrozenDictionary<string, TabularColumn> ByWord => field ??= Columns
        .SelectMany(c => c.Aliases.Prepend(c.Name), (column, word) => (Word: TabularHeadings.Plain(word), Column: column))
        .DistinctBy(w => w.Word, StringComparer.Ordinal)
        .ToFrozenDictionary(w => w.Word, w => w.Column, StringComparer.Ordinal);

    /// <summary>The delimiter; null finds out which of comma, semicolon, tab and bar the header uses.</summary>
    public char? Delimiter { get; init; }

    /// <summary>Bytes a line may have; a longer one is skipped, never held, and gets its verdict.</summary>
    public int MaxLineBytes { get; init; } = 64 * 1024;

    /// <summary>Whether the first line names the columns. Without a header the columns are those of <see cref="Columns"/> in order.</summary>
    public bool HasHeader { get; init; } = true;
}
