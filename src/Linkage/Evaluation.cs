namespace Spmis.Linkage;

/// <summary>How well pairs agree with a truth. The truth is used here and nowhere else.</summary>
public sealed record Evaluation
{
    /// <summary>Pairs that are one person in truth.</summary>
    public required long TruePairs { get; init; }

    /// <summary>The best F1 over all thresholds.</summary>
    public required double BestF1 { get; init; }

    /// <summary>The weight at which it is reached.</summary>
    public required decimal BestWeight { get; init; }

    /// <summary>Precision and recall at probabilities of at least 0.5, 0.9, 0.95 and 0.99.</summary>
    public required IReadOnlyList<PrecisionRecall> AtProbability { get; init; }

    /// <summary>Measures pairs against a truth.</summary>
    /// <param name="pairs">All scored pairs, down to low probabilities.</param>
    /// <param name="entityOf">Which person each record is in truth.</param>
    public static Evaluation Of(IEnumerable<ScoredPair> pairs, IReadOnlyDictionary<Guid, string> entityOf)
    {
        var truePairs = entityOf.Values.CountBy(e => e).Sum(c => (long)c.Value * (c.Value - 1) / 2);
        var ranked = pairs.OrderByDescending(p => p.Weight).ToList();
        var (bestF1, bestWeight) = (0.0, 0m);
        long right = 0;
        for (var i = 0; i < ranked.Count; i++)
        {
            right += entityOf[ranked[i].A] == entityOf[ranked[i].B] ? 1 : 0;
            if (i + 1 < ranked.Count && ranked[i + 1].Weight == ranked[i].Weight)
            {
                continue;
            }

            var f1 = 2.0 * right / (i + 1 + truePairs);
            if (f1 > bestF1)
            {
                (bestF1, bestWeight) = (f1, ranked[i].Weight);
            }
        }

        return new Evaluation
        {
            TruePairs = truePairs,
            BestF1 = bestF1,
            BestWeight = bestWeight,
            AtProbability = [.. new[] { 0.5, 0.9, 0.95, 0.99 }.Select(p => At(p, ranked, entityOf, truePairs))],
        };
    }

    /// <summary>Pairwise F1 of clusters: every two members count as a pair.</summary>
    public static double ClusterF1(IEnumerable<Cluster> clusters, IReadOnlyDictionary<Guid, string> entityOf)
    {
        var truePairs = entityOf.Values.CountBy(e => e).Sum(c => (long)c.Value * (c.Value - 1) / 2);
        long found = 0;
        long right = 0;
        foreach (var cluster in clusters)
        {
            found += (long)cluster.Members.Count * (cluster.Members.Count - 1) / 2;
            right += cluster.Members.CountBy(id => entityOf[id]).Sum(c => (long)c.Value * (c.Value - 1) / 2);
        }

        return found + truePairs == 0 ? 1 : 2.0 * right / (found + truePairs);
    }

    /// <summary>Share of the true pairs that the batch would compare.</summary>
    public static double BlockingRecall(LinkageRegister register, IReadOnlyDictionary<Guid, string> entityOf, LinkageModel model, BatchOptions? options = null)
    {
        options ??= new BatchOptions();
        var candidates = register.CandidatesFor(new Scorer(model).Generic, options);
        return Recall(Entities(register, entityOf), candidates.Meet);
    }

    /// <summary>Share of the true pairs that share at least one stored key, as the desk check needs.</summary>
    public static double DeskRecall(LinkageRegister register, IReadOnlyDictionary<Guid, string> entityOf) =>
        Recall(Entities(register, entityOf), (a, b) => BlockingKeys.Of(register[a]).Intersect(BlockingKeys.Of(register[b])).Any());

    private static IEnumerable<IGrouping<string, int>> Entities(LinkageRegister register, IReadOnlyDictionary<Guid, string> entityOf) =>
        Enumerable.Range(0, register.Count).GroupBy(i => entityOf[register.IdOf(i)], i => i);

    private static double Recall(IEnumerable<IGrouping<string, int>> entities, Func<int, int, bool> meet)
    {
        long all = 0;
        long met = 0;
        foreach (var members in entities.Select(e => e.ToList()))
        {
            for (var i = 0; i < members.Count; i++)
            {
                for (var j = i + 1; j < members.Count; j++)
                {
                    all++;
                    met += meet(members[i], members[j]) ? 1 : 0;
                }
            }
        }

        return all == 0 ? 1 : met / (double)all;
    }

    private static PrecisionRecall At(double probability, List<ScoredPair> ranked, IReadOnlyDictionary<Guid, string> entityOf, long truePairs)
    {
        var taken = ranked.TakeWhile(p => p.Probability >= probability).ToList();
        double right = taken.Count(p => entityOf[p.A] == entityOf[p.B]);
        return new PrecisionRecall(probability, taken.Count == 0 ? 1 : right / taken.Count, truePairs == 0 ? 1 : right / truePairs);
    }
}

/// <summary>Precision and recall at a threshold.</summary>
/// <param name="Probability">The least probability taken.</param>
/// <param name="Precision">Share of the taken pairs that are right.</param>
/// <param name="Recall">Share of the true pairs that are taken.</param>
public sealed record PrecisionRecall(double Probability, double Precision, double Recall);
