namespace Spmis.Rules.Testing;

/// <summary>Finds what a name in a file of worked examples means in the package: by its whole path, else by its last part. An alias may have * for any one part.</summary>
internal sealed class VectorNames(Scheme scheme)
{
    private readonly List<(string[] Path, string Name)> inputs = Patterns(scheme.InputAliases);
    private readonly List<(string[] Path, string Name)> outputs = Patterns(scheme.OutputAliases);

    /// <summary>The facts a path may mean, the likeliest first.</summary>
    public IEnumerable<FactDeclaration> Facts(IReadOnlyList<string> path) =>
        Names(path, inputs).Select(scheme.Fact).OfType<FactDeclaration>();

    /// <summary>The rule a path means, or null.</summary>
    public string? Rule(IReadOnlyList<string> path) => Names(path, outputs).FirstOrDefault(scheme.Has);

    /// <summary>The field of a list's record under another name, or null.</summary>
    public string? Field(IReadOnlyList<string> path) => inputs.FirstOrDefault(p => Fits(p.Path, path)).Name;

    private static IEnumerable<string> Names(IReadOnlyList<string> path, List<(string[] Path, string Name)> aliases)
    {
        var whole = string.Join('.', path);
        var last = path[^1];
        return aliases.Where(a => Fits(a.Path, path)).Select(a => a.Name)
            .Append(whole)
            .Concat(path.Count == 1 ? [] : aliases.Where(a => a.Path.Length == 1 && a.Path[0] == last).Select(a => a.Name).Append(last));
    }

    private static bool Fits(string[] pattern, IReadOnlyList<string> path) =>
        pattern.Length == path.Count && pattern.Zip(path).All(p => p.First == "*" || p.First == p.Second);

    private static List<(string[] Path, string Name)> Patterns(IReadOnlyDictionary<string, string> aliases) =>
        [.. aliases.OrderBy(a => a.Key.Contains('*', StringComparison.Ordinal)).Select(a => (a.Key.Split('.'), a.Value))];
}
