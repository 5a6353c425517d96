namespace Spmis.Contributions.Promises;

/// <summary>A promise looked after.</summary>
/// <param name="Name">Its name in reports.</param>
/// <param name="Holds">Whether it holds.</param>
/// <param name="Detail">What was looked at, or what is wrong.</param>
public sealed record Promise(string Name, bool Holds, string Detail)
{
    internal static Promise Of(string name, IReadOnlyCollection<string> wrong, string right) => new(name, wrong.Count == 0, wrong.Count == 0 ? right : string.Join(" ", wrong));
}
