namespace Spmis.Linkage;

/// <summary>Where to cut when nobody has labelled anything: the probabilities themselves say how many pairs above a cut are right and how many right ones lie below.</summary>
public static class BestThreshold
{
    /// <summary>The probability from which on taking pairs promises the greatest F1.</summary>
    /// <param name="pairs">All scored pairs, down to low probabilities.</param>
    /// <returns>The probability of the last pair to be taken; 0.5 where there is none.</returns>
    public static double Of(IEnumerable<ScoredPair> pairs)
    {
        var probabilities = pairs.Select(p => p.Probability).OrderDescending().ToList();
        var all = probabilities.Sum();
        var (right, best, threshold) = (0.0, 0.0, 0.5);
        for (var i = 0; i < probabilities.Count; i++)
        {
            right += probabilities[i];
            var f1 = 2 * right / (i + 1 + all);
            if (f1 > best && (i + 1 == probabilities.Count || probabilities[i + 1] < probabilities[i]))
            {
                (best, threshold) = (f1, probabilities[i]);
            }
        }

        return threshold;
    }
}
