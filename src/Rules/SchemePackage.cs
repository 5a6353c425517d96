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

    private static Scheme Load(PackageFiles files) => new(new SchemeReader(files).Read());
}
