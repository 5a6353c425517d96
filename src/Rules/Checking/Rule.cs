namespace Spmis.Rules.Checking;

/// <summary>A checked rule.</summary>
internal sealed class Rule(RuleInfo info, Node body, IReadOnlySet<string> elements)
{
    public string Id => Info.Id;

    public RuleInfo Info { get; } = info;

    public Node Body { get; } = body;

    /// <summary>The list elements it reads, itself or through other rules: inside those lists it is reckoned once a record.</summary>
    public IReadOnlySet<string> Elements { get; } = elements;
}
