using Spmis.Eligibility.Evidence;
using Spmis.Rules;

namespace Spmis.Eligibility.Determinations;

/// <summary>Names of what a decision rests on, or lacks.</summary>
public static class FactLabels
{
    /// <summary>A fact, a field of a list or a piece of evidence by the name people know; reasons stand as they are.</summary>
    public static string Of(Scheme scheme, string fact, string language)
    {
        if (fact.StartsWith(EvidenceEntry.Prefix, StringComparison.Ordinal))
        {
            var piece = fact[EvidenceEntry.Prefix.Length..];
            return scheme.Claims?.Evidence.FirstOrDefault(p => p.Id == piece)?.Label(language) ?? piece;
        }

        var fields = scheme.Facts.Where(f => f.IsList).SelectMany(f => f.Fields);
        return (scheme.Fact(fact) ?? fields.FirstOrDefault(f => f.Name == fact))?.Label(language) ?? fact;
    }
}
