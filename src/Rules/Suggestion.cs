namespace Spmis.Rules;

/// <summary>"Did you mean ...?" for a name nobody knows.</summary>
internal static class Suggestion
{
    public static string For(string name, IEnumerable<string> known)
    {
        var nearest = Nearest(name, known);
        return nearest is null ? "" : $" Did you mean '{nearest}'?";
    }

    public static string? Nearest(string name, IEnumerable<string> known)
    {
        var allowed = Math.Max(1, name.Length / 3);
        return known.Where(k => Math.Abs(k.Length - name.Length) <= allowed && name.Length <= 80)
            .Select(k => (Name: k, Distance: Distance(name, k)))
            .Where(k => k.Distance <= allowed)
            .OrderBy(k => k.Distance).ThenBy(k => k.Name, StringComparer.Ordinal)
            .Select(k => k.Name)
            .FirstOrDefault()
            ?? known.Where(k => k.EndsWith("." + name, StringComparison.Ordinal)).Order(StringComparer.Ordinal).FirstOrDefault();
    }

    // Optimal string alignment: a letter too many, missing, wrong, or two neighbours swapped count one each.
    private static int Distance(string a, string b)
    {
        var cost = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++)
        {
            for (var j = 0; j <= b.Length; j++)
            {
                cost[i, j] = i == 0 || j == 0
                    ? i + j
                    : Math.Min(Math.Min(cost[i - 1, j], cost[i, j - 1]) + 1, cost[i - 1, j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1));
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                {
                    cost[i, j] = Math.Min(cost[i, j], cost[i - 2, j - 2] + 1);
                }
            }
        }

        return cost[a.Length, b.Length];
    }
}
