using Spmis.Linkage.Clustering;

namespace Spmis.Linkage;

/// <summary>Records that are taken as one person.</summary>
/// <param name="Members">Ids, smallest first; two at least.</param>
/// <param name="Density">Links over possible links: 1 when everybody matches everybody.</param>
/// <param name="NeedsReview">Whether a person must look at it whatever the scores.</param>
/// <param name="Reason">Why it needs review; null where it does not.</param>
public sealed record Cluster(IReadOnlyList<Guid> Members, double Density, bool NeedsReview, string? Reason);

/// <summary>
/// Groups records by their links, strongest first. A chain of weak links must not make ten persons one: a group that
/// holds together badly is split at its weakest links, two records that a person has declared different never meet,
/// and large groups go to review.
/// </summary>
public static class Clusters
{
    /// <summary>Groups over this size go to review.</summary>
    public const int MostWithoutReview = 6;

    private const double LeastDensity = 0.5; // A chain of four has just this.

    /// <summary>The groups of two and more.</summary>
    /// <param name="pairs">Scored pairs.</param>
    /// <param name="threshold">Least probability of a link.</param>
    /// <param name="notTheSame">Pairs that were decided to be two persons: constraints for ever.</param>
    public static IReadOnlyList<Cluster> Of(IEnumerable<ScoredPair> pairs, double threshold, IEnumerable<(Guid A, Guid B)>? notTheSame = null)
    {
        var links = pairs.Where(p => p.Probability >= threshold)
            .OrderByDescending(p => p.Weight).ThenBy(p => p.A).ThenBy(p => p.B).ToList();
        var apart = new HashSet<(Guid, Guid)>((notTheSame ?? []).Select(p => p.A.CompareTo(p.B) <= 0 ? p : (p.B, p.A)));
        List<Cluster> clusters = [];
        foreach (var group in Groups.Of(links, apart))
        {
            Split(group, apart, clusters);
        }

        return [.. clusters.OrderBy(c => c.Members[0])];
    }

    /// <summary>A part that is too thin loses its weakest links, a tenth at a time, until it falls apart or is dense.</summary>
    private static void Split(List<ScoredPair> group, HashSet<(Guid, Guid)> apart, List<Cluster> clusters)
    {
        var waiting = new Stack<List<ScoredPair>>([group]);
        while (waiting.TryPop(out var links))
        {
            var members = links.SelectMany(l => new[] { l.A, l.B }).Distinct().Order().ToList();
            var density = links.Count / (members.Count * (members.Count - 1) / 2.0);
            if (members.Count > 3 && density <= LeastDensity)
            {
                Groups.Of(links[..^Math.Max(1, links.Count / 10)], apart).ForEach(waiting.Push);
                continue;
            }

            var large = members.Count > MostWithoutReview;
            clusters.Add(new Cluster(members, density, large, large ? $"{members.Count} records are more than {MostWithoutReview}." : null));
        }
    }
}
