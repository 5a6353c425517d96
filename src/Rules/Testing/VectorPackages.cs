using Spmis.Rules.Packages;

namespace Spmis.Rules.Testing;

/// <summary>The packages that answer to files of worked examples: by the folder's name, else by the ids a package declares.</summary>
internal sealed class VectorPackages
{
    private readonly List<string> folders;
    private readonly Dictionary<string, VectorPackage?> loaded = new(StringComparer.Ordinal);
    private readonly List<string> broken = [];

    public VectorPackages(IReadOnlyList<string> roots) =>
        folders = [.. roots.SelectMany(r => File.Exists(Path.Combine(r, PackageFiles.Main)) ? [r] : Directory.Exists(r) ? Directory.GetDirectories(r).Order(StringComparer.Ordinal) : Enumerable.Empty<string>())
            .Where(f => File.Exists(Path.Combine(f, PackageFiles.Main)))];

    /// <summary>Packages that could not be loaded, and why.</summary>
    public IReadOnlyList<string> Broken => broken;

    public VectorPackage? For(string id)
    {
        var named = folders.Where(f => string.Equals(Path.GetFileName(f), id, StringComparison.Ordinal)).Select(Load).FirstOrDefault(p => p is not null);
        return named ?? folders.Select(Load).FirstOrDefault(p => p?.Scheme.Content.VectorIds.Contains(id) is true);
    }

    private VectorPackage? Load(string folder)
    {
        if (!loaded.TryGetValue(folder, out var package))
        {
            try
            {
                package = new VectorPackage(folder);
            }
            catch (SchemeErrors errors)
            {
                broken.Add($"Package {Path.GetFileName(folder)} cannot be loaded: {errors.Message}");
            }

            loaded[folder] = package;
        }

        return package;
    }
}

/// <summary>A package and its variants in which some rules are given as facts.</summary>
internal sealed class VectorPackage
{
    private readonly string folder;
    private readonly Dictionary<string, Scheme> variants = new(StringComparer.Ordinal);
    private readonly Dictionary<(Scheme Scheme, string Rule), CompiledRule> compiled = [];

    public VectorPackage(string folder)
    {
        this.folder = folder;
        Scheme = SchemePackage.Load(folder);
    }

    public Scheme Scheme { get; }

    public Scheme With(IReadOnlySet<string> given)
    {
        if (given.Count == 0)
        {
            return Scheme;
        }

        var key = string.Join(' ', given.Order(StringComparer.Ordinal));
        return variants.TryGetValue(key, out var variant) ? variant : variants[key] = SchemePackage.LoadWithGiven(folder, given);
    }

    public CompiledRule Compiled(Scheme scheme, string rule) =>
        compiled.TryGetValue((scheme, rule), out var found) ? found : compiled[(scheme, rule)] = scheme.Compile(rule);
}
