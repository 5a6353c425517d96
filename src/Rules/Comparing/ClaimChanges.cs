using System.Globalization;

namespace Spmis.Rules.Comparing;

/// <summary>What changes in the terms of claiming: limits in days, and the evidence asked for. Conditions are rules and said with them.</summary>
internal static class ClaimChanges
{
    public static IEnumerable<SchemeChange> Of(Scheme before, Scheme after)
    {
        var (old, now) = (Lines(before), Lines(after));
        foreach (var (key, words) in now.Where(l => !old.TryGetValue(l.Key, out var was) || was != l.Value))
        {
            yield return old.TryGetValue(key, out var was)
                ? new SchemeChange("claims", key, "changed", $"{key} was '{was}' and is '{words}'.")
                : new SchemeChange("claims", key, Sets.Added, $"{key} is added: '{words}'.");
        }

        foreach (var (key, words) in old.Where(l => !now.ContainsKey(l.Key)))
        {
            yield return new SchemeChange("claims", key, Sets.Removed, $"{key} is removed: '{words}'.");
        }
    }

    private static Dictionary<string, string> Lines(Scheme scheme)
    {
        var lines = new Dictionary<string, string>(StringComparer.Ordinal);
        if (scheme.Claims is not { } terms)
        {
            return lines;
        }

        void Add(string key, string? words)
        {
            if (words is not null)
            {
                lines[key] = words;
            }
        }

        Add("file_within", Count(terms.FileWithin, "days"));
        Add("decide_within", Count(terms.DecideWithin, "days"));
        Add("evidence_within", Count(terms.EvidenceWithin, "days"));
        Add("appeal_within", Count(terms.AppealWithin, "days"));
        Add("decide_appeal_within", Count(terms.DecideAppealWithin, "days"));
        Add("least_age", Count(terms.LeastAge, "months"));
        Add("opens", terms.Opens);
        Add("of_survivors", terms.OfSurvivors ? "yes" : null);
        Add("appeal_to", terms.AppealBody("en"));
        foreach (var piece in terms.Evidence)
        {
            Add($"evidence {piece.Id}", string.Join(", ", new[] { piece.Label("en"), piece.Issuer("en"), piece.Certificate ? "a certificate" : null, Count(piece.ValidDays, "days valid"), piece.OfFiles ? "also of files" : null, piece.Article }.OfType<string>()));
        }

        return lines;
    }

    private static string? Count(int? number, string unit) => number is { } n ? string.Create(CultureInfo.InvariantCulture, $"{n} {unit}") : null;
}
