using System.Text;

namespace Spmis.Eligibility.Schemes;

/// <summary>A package that ships with the product, or lies in a country's own folder.</summary>
/// <param name="Scheme">The scheme's id: the folder's name.</param>
/// <param name="Branch">Branch of a benefit; null for contributions.</param>
/// <param name="Files">Path to text.</param>
public sealed record ShippedPackage(string Scheme, string? Branch, IReadOnlyDictionary<string, string> Files);

/// <summary>Reads the packages that lie beside the program.</summary>
public static class ShippedPackages
{
    private static readonly Dictionary<string, string> BranchOf = new(StringComparer.Ordinal)
    {
        ["demo-maternity"] = "maternity", ["demo-old-age-grant"] = "old-age", ["demo-survivors"] = "survivors", ["gh-ssnit-pension-right"] = "old-age", ["id-jkp"] = "unemployment",
        ["jo-estidama"] = "social-assistance", ["lb-nda"] = "invalidity", ["mw-sctp"] = "social-assistance", ["tl-saii"] = "old-age",
    };

    /// <summary>Where they lie.</summary>
    public static string Folder => Path.Combine(AppContext.BaseDirectory, "Packages");

    /// <summary>The branch of a scheme that ships; null for contributions, and for one that does not ship.</summary>
    public static string? BranchOfScheme(string scheme) => BranchOf.GetValueOrDefault(scheme);

    /// <summary>All of them, by scheme id.</summary>
    public static IReadOnlyList<ShippedPackage> All() => !Directory.Exists(Folder) ? [] :
        [.. Directory.GetDirectories(Folder).Order(StringComparer.Ordinal).Where(f => File.Exists(Path.Combine(f, "scheme.yaml"))).Select(Read)];

    /// <summary>The files of a package in a folder: what belongs to a package, path with forward slashes to text.</summary>
    public static IReadOnlyDictionary<string, string> ReadFolder(string folder) => Directory.EnumerateFiles(folder, "*", new EnumerationOptions { RecurseSubdirectories = true, MaxRecursionDepth = 3, AttributesToSkip = FileAttributes.ReparsePoint | FileAttributes.Hidden })
        .Where(f => Path.GetExtension(f) is ".yaml" or ".csv" or ".md").Order(StringComparer.Ordinal)
        .ToDictionary(f => Path.GetRelativePath(folder, f).Replace('\\', '/'), f => File.ReadAllText(f, Encoding.UTF8), StringComparer.Ordinal);

    private static ShippedPackage Read(string folder)
    {
        var scheme = Path.GetFileName(folder);
        return new ShippedPackage(scheme, BranchOf.GetValueOrDefault(scheme), ReadFolder(folder));
    }
}
