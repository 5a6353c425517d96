using System.Reflection;

namespace Spmis.Kernel.Messages;

/// <summary>The contracts by their wire names (namespace and name, no assembly).</summary>
public static class Contracts
{
    private static readonly Dictionary<string, Type> ByName = Assembly.Load("Spmis.Contracts").GetExportedTypes()
        .Where(t => t.IsClass && !t.IsAbstract)
        .ToDictionary(t => t.FullName!, StringComparer.Ordinal); // An exported class always has a full name.

    /// <summary>All contract types.</summary>
    public static IReadOnlyCollection<Type> All => ByName.Values;

    /// <summary>The wire name of a contract.</summary>
    /// <exception cref="InvalidOperationException">The type is not in Spmis.Contracts.</exception>
    public static string NameOf(Type type) => type.FullName is { } name && ByName.ContainsKey(name)
        ? name
        : throw new InvalidOperationException($"{type} is no message: messages live in Spmis.Contracts.");

    /// <summary>The contract of a wire name.</summary>
    /// <exception cref="InvalidOperationException">This version does not know the contract.</exception>
    public static Type TypeOf(string name) => ByName.GetValueOrDefault(name)
        ?? throw new InvalidOperationException($"Message contract {name} is not known to this version; update this process.");
}
