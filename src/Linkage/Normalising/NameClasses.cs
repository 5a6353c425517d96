using System.Collections.Frozen;

namespace Spmis.Linkage.Normalising;

/// <summary>Names that are one name in several spellings or in short form. Beyond the table, <see cref="SoundFold"/> decides.</summary>
internal static class NameClasses
{
    private static readonly FrozenDictionary<string, string> ByVariant = Read();

    public static string Of(string name) =>
        ByVariant.TryGetValue(name, out var known) ? known : Of(name, SoundFold.Class(name));

    private static string Of(string name, string folded) =>
        ByVariant.TryGetValue("~" + folded, out var known) && name.Length > 3 ? known : folded;

    /// <summary>Lines of "name: variant variant"; a variant in native script stands for its folded spelling.</summary>
    private static FrozenDictionary<string, string> Read()
    {
        using var stream = typeof(NameClasses).Assembly.GetManifestResourceStream("Spmis.Linkage.name-classes.txt")
            ?? throw new InvalidOperationException("The table of name classes is not embedded in Spmis.Linkage.");
        using var reader = new StreamReader(stream);
        var table = new Dictionary<string, string>(StringComparer.Ordinal);
        while (reader.ReadLine() is { } line)
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon <= 0 || line[0] == '#')
            {
                continue;
            }

            var name = line[..colon];
            var own = SoundFold.Class(name);
            foreach (var variant in line[(colon + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries).Prepend(name))
            {
                var folded = string.Concat(TextFold.Words(variant));
                table.TryAdd(folded, own);
                table.TryAdd("~" + SoundFold.Class(folded), own);
            }
        }

        return table.ToFrozenDictionary(StringComparer.Ordinal);
    }
}
