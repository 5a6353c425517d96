using Spmis.Rules.Packages;

namespace Spmis.Rules;

/// <summary>Loads scheme packages. What comes from outside is data: no code, no network, no files but the package's own.</summary>
public static class SchemePackage
{
    /// <summary>Loads and checks the package in a folder.</summary>
    /// <param name="folder">The folder that holds scheme.yaml.</param>
    /// <exception cref="SchemeErrors">It cannot be loaded; each error names file, line, column, what is wrong and what would be right.</exception>
    public static Scheme Load(string folder) => Load(PackageFiles.FromFolder(folder));

    /// <summary>Loads and checks a package from its files, as uploaded or stored.</summary>
    /// <param name="files">Path with forward slashes to content: <c>scheme.yaml</c>, <c>tests/cases.csv</c>, <c>tables/age.csv</c>.</param>
    /// <exception cref="SchemeErrors">It cannot be loaded.</exception>
    public static Scheme Load(IReadOnlyDictionary<string, byte[]> files) =>
        Load(new PackageFiles(files.OrderBy(f => f.Key, StringComparer.Ordinal).Select(f => KeyValuePair.Create(f.Key, new Func<byte[]>(() => f.Value)))));

    /// <summary>The same law with some rules given as facts instead of reckoned: what another office has established, or a worked example starts from.</summary>
    /// <param name="folder">The folder that holds scheme.yaml.</param>
    /// <param name="given">Names of rules; each becomes a fact of the same name.</param>
    /// <exception cref="SchemeErrors">It cannot be loaded.</exception>
    public static Scheme LoadWithGiven(string folder, IReadOnlySet<string> given) => new(new SchemeReader(PackageFiles.FromFolder(folder), given).Read());

    private static Scheme Load(PackageFiles files) => new(new SchemeReader(files).Read());
}
