using System.Runtime.InteropServices;

namespace Spmis.Linkage.Clustering;

/// <summary>Connected groups by union-find, strongest link first, that never bring two declared strangers together.</summary>
internal static class Groups
{
    /// <summary>The links of each group, strongest first. Links that would join declared strangers are left out.</summary>
    public static List<List<ScoredPair>> Of(List<ScoredPair> links, HashSet<(Guid A, Guid B)> apart)
    {
        var parents = new Dictionary<Guid, Guid>();
        var strangers = StrangersOf(apart);
        var members = new Dictionary<Guid, List<Guid>>();
        foreach (var link in links)
        {
            var (a, b) = (Root(parents, link.A), Root(parents, link.B));
            if (a != b && !Forbidden(members.GetValueOrDefault(a, [a]), members.GetValueOrDefault(b, [b]), strangers, parents, b))
            {
                parents[b] = a;
                var joined = members.GetValueOrDefault(a, [a]);
                joined.AddRange(members.GetValueOrDefault(b, [b]));
                members[a] = joined;
                members.Remove(b);
            }
        }

        var groups = new Dictionary<Guid, List<ScoredPair>>();
        foreach (var link in links)
        {
            var root = Root(parents, link.A);
            if (root == Root(parents, link.B))
            {
                (CollectionsMarshal.GetValueRefOrAddDefault(groups, root, out _) ??= []).Add(link);
            }
        }

        return [.. groups.Values];
    }

    private static Dictionary<Guid, List<Guid>> StrangersOf(HashSet<(Guid A, Guid B)> apart)
    {
        var strangers = new Dictionary<Guid, List<Guid>>();
        foreach (var (a, b) in apart)
        {
            (CollectionsMarshal.GetValueRefOrAddDefault(strangers, a, out _) ??= []).Add(b);
            (CollectionsMarshal.GetValueRefOrAddDefault(strangers, b, out _) ??= []).Add(a);
        }

        return strangers;
    }

    private static bool Forbidden(List<Guid> a, List<Guid> b, Dictionary<Guid, List<Guid>> strangers, Dictionary<Guid, Guid> parents, Guid rootOfB) =>
        strangers.Count > 0 && a.Exists(id => strangers.TryGetValue(id, out var others) && others.Exists(o => Root(parents, o) == rootOfB && b.Contains(o)));

    private static Guid Root(Dictionary<Guid, Guid> parents, Guid id)
    {
        while (parents.TryGetValue(id, out var parent))
        {
            if (parents.TryGetValue(parent, out var above))
            {
                parents[id] = above;
            }

            id = parent;
        }

        return id;
    }
}
