namespace Spmis.Iso20022.Xml;

/// <summary>The free text of RmtInf.</summary>
internal static class RemittanceText
{
    /// <summary>All Ustrd joined, else the additional words of the structured parts; null when there are none.</summary>
    public static string? Of(Node info)
    {
        var plain = Join(info.All("Ustrd"));
        return plain ?? Join(info.All("Strd").SelectMany(s => s.All("AddtlRmtInf")));
    }

    private static string? Join(IEnumerable<Node> nodes)
    {
        var text = string.Join(" ", nodes.Select(n => n.Text.Trim()).Where(t => t.Length > 0));
        return text.Length > 0 ? text : null;
    }
}
