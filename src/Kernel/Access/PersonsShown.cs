namespace Spmis.Kernel.Access;

/// <summary>Whose data this request has looked up, by registration number. Acts that read say so here; before the answer leaves, who looked is put on the record.</summary>
public sealed class PersonsShown
{
    private readonly HashSet<string> numbers = new(StringComparer.Ordinal);

    /// <summary>The numbers so far.</summary>
    public IReadOnlyCollection<string> Numbers => numbers;

    /// <summary>Adds one, or many (a list of results); null is nobody.</summary>
    public void Add(params IEnumerable<string?> shown) => numbers.UnionWith(shown.OfType<string>());
}
