namespace Spmis.Iso20022.Xml;

/// <summary>One small record of a message, taken out of the stream. Namespaces are left out: the root's has been checked, and communities put their own on the same element names.</summary>
internal sealed class Node(string name, int line)
{
    private readonly List<Node> children = [];

    public string Name { get; } = name;

    public int Line { get; } = line;

    public string Text { get; set; } = "";

    /// <summary>The Ccy attribute: the only one these messages use.</summary>
    public string? Currency { get; set; }

    public IReadOnlyList<Node> Children => children;

    public void Add(Node child) => children.Add(child);

    /// <summary>The first element at a path such as <c>Rsn/Cd</c>.</summary>
    public Node? Find(string path)
    {
        var at = this;
        foreach (var part in path.Split('/'))
        {
            at = at.children.Find(c => c.Name == part);
            if (at is null)
            {
                return null;
            }
        }

        return at;
    }

    /// <summary>The text at the first of these paths that has any, without blanks around it.</summary>
    public string? Value(params ReadOnlySpan<string> paths)
    {
        foreach (var path in paths)
        {
            if (Find(path)?.Text.Trim() is { Length: > 0 } text)
            {
                return text;
            }
        }

        return null;
    }

    public IEnumerable<Node> All(string name) => children.Where(c => c.Name == name);
}
