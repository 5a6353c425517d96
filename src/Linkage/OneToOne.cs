namespace Spmis.Linkage;

/// <summary>Links of two registers of which neither holds a person twice: each record is linked once at most.</summary>
public static class OneToOne
{
    /// <summary>Takes the heaviest pair of two free records first, then the next; of equal weights the smaller ids.</summary>
    /// <param name="pairs">Scored pairs across the registers.</param>
    public static IReadOnlyList<ScoredPair> Of(IEnumerable<ScoredPair> pairs)
    {
        HashSet<Guid> taken = [];
        List<ScoredPair> links = [];
        foreach (var pair in pairs.OrderByDescending(p => p.Weight).ThenBy(p => p.A).ThenBy(p => p.B))
        {
            if (!taken.Contains(pair.A) && !taken.Contains(pair.B))
            {
                taken.Add(pair.A);
                taken.Add(pair.B);
                links.Add(pair);
            }
        }

        return links;
    }
}
