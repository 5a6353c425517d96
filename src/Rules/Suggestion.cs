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

    // Levenshtein distance, two rows.
    private static int Distance(string a, string b)
    {
        var above = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var row = new int[b.Length + 1];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                row[j] = Math.Min(Math.Min(row[j - 1], above[j]) + 1, above[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1));
            }

            above = row;
        }

        return above[^1];
    }
}
