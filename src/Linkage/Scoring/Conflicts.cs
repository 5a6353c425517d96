using Spmis.Linkage.Comparing;

namespace Spmis.Linkage.Scoring;

/// <summary>What forbids a merge by policy, whatever the probability: a wrong merge takes a payment away.</summary>
internal static class Conflicts
{
    private const int MostYearsApart = 2;

    public static IReadOnlyList<string> Of(NormalisedPerson a, NormalisedPerson b, ComparisonVector vector)
    {
        List<string> conflicts = [];
        if (vector[Comparison.Sex] == Levels.Different)
        {
            conflicts.Add("Sex differs.");
        }

        if (a.NationalIdVerified && b.NationalIdVerified && a.NationalId!.Hash != b.NationalId!.Hash) // Verified implies present.
        {
            conflicts.Add("Both have a verified number, and the numbers differ.");
        }

        if (a.Born.IsKnown && b.Born.IsKnown && Math.Abs(a.Born.Year - b.Born.Year) > MostYearsApart)
        {
            conflicts.Add($"Birth dates are more than {MostYearsApart} years apart.");
        }

        return conflicts;
    }
}
