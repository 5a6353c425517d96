using System.Diagnostics;
using System.Globalization;
using Spmis.Linkage;

namespace Spmis.Host.Commands.Records;

/// <summary>What <c>linkage evaluate</c> and <c>linkage bench</c> report. Names are the JSON's.</summary>
internal sealed record Measured
{
    public required int Records { get; init; }

    public required long TruePairs { get; init; }

    /// <summary>The best F1 of pairs over all thresholds; pairs lost by blocking are misses.</summary>
    public required double BestF1 { get; init; }

    /// <summary>The probability at which it is reached.</summary>
    public required double BestProbability { get; init; }

    /// <summary>F1 of the pairs inside clusters, at the threshold the model chose without labels.</summary>
    public required double ClusterF1 { get; init; }

    public required double ClusterThreshold { get; init; }

    /// <summary>The same at the threshold for review, 0.9.</summary>
    public required double ClusterF1AtReview { get; init; }

    public required int Clusters { get; init; }

    /// <summary>Share of the true pairs that were compared.</summary>
    public required double BlockingRecall { get; init; }

    /// <summary>Share of the true pairs that the desk's stored keys bring together.</summary>
    public required double DeskRecall { get; init; }

    public required IReadOnlyList<PrecisionRecall> AtProbability { get; init; }

    /// <summary>Pairs compared, each once.</summary>
    public required long Pairs { get; init; }

    public required double PairsPerRecord { get; init; }

    public required double PairsPerCpuSecond { get; init; }

    /// <summary>Normalising, training, scoring and clustering, by the clock.</summary>
    public required double Seconds { get; init; }

    public required double CpuSeconds { get; init; }

    public required IReadOnlyList<StepTime> Steps { get; init; }

    public required double PeakMemoryMegabytes { get; init; }

    /// <summary>Measures against the truth.</summary>
    public static Measured Of(Linked linked, IReadOnlyDictionary<Guid, string> entityOf)
    {
        var evaluation = Evaluation.Of(linked.Pairs, entityOf);
        using var process = Process.GetCurrentProcess();
        return new Measured
        {
            Records = linked.Register.Count,
            TruePairs = evaluation.TruePairs,
            BestF1 = Rounded(evaluation.BestF1),
            BestProbability = Rounded(1 / (1 + Math.Pow(2, -(double)evaluation.BestWeight))),
            ClusterF1 = Rounded(Evaluation.ClusterF1(linked.Clusters, entityOf)),
            ClusterThreshold = Rounded(linked.Threshold),
            ClusterF1AtReview = Rounded(Evaluation.ClusterF1(Linkage.Clusters.Of(linked.Pairs, linked.Model.Thresholds.Review), entityOf)),
            Clusters = linked.Clusters.Count,
            BlockingRecall = Rounded(Evaluation.BlockingRecall(linked.Register, entityOf, linked.Model)),
            DeskRecall = Rounded(Evaluation.DeskRecall(linked.Register, entityOf)),
            AtProbability = [.. evaluation.AtProbability.Select(a => new PrecisionRecall(a.Probability, Rounded(a.Precision), Rounded(a.Recall)))],
            Pairs = linked.Compared,
            PairsPerRecord = Math.Round(linked.Compared / (double)linked.Register.Count, 2),
            PairsPerCpuSecond = Math.Round(linked.PairsPerCpuSecond),
            Seconds = Math.Round(linked.Time.Seconds, 3),
            CpuSeconds = Math.Round(linked.Time.CpuSeconds, 3),
            Steps = linked.Time.Steps,
            PeakMemoryMegabytes = Math.Round(process.PeakWorkingSet64 / 1048576.0, 1),
        };
    }

    /// <summary>To standard output, for machines or for people.</summary>
    public CommandOutcome Outcome() => new(true, this, Show);

    private void Show()
    {
        Line($"{Records:N0} records, {TruePairs:N0} true pairs, {Pairs:N0} pairs compared ({PairsPerRecord} a record)");
        Line($"Blocking recall {BlockingRecall:F4}; the desk's stored keys alone {DeskRecall:F4}");
        Line($"Best F1 of pairs {BestF1:F4} at p >= {BestProbability:F4}");
        foreach (var at in AtProbability)
        {
            Line($"  p >= {at.Probability:F2}: precision {at.Precision:F4}, recall {at.Recall:F4}");
        }

        Line($"F1 of clusters {ClusterF1:F4} at p >= {ClusterThreshold:F4}, chosen without labels; {ClusterF1AtReview:F4} at the threshold for review; {Clusters:N0} clusters");
        Line($"{PairsPerCpuSecond:N0} pairs a second and core; {Seconds} s in all, {CpuSeconds} s of processor; {PeakMemoryMegabytes:N0} MB");
        foreach (var step in Steps)
        {
            Line($"  {step.Name,-10} {step.Seconds,8:F2} s {step.CpuSeconds,8:F2} s of processor");
        }
    }

    private static void Line(FormattableString text) => Console.Out.WriteLine(text.ToString(CultureInfo.InvariantCulture));

    private static double Rounded(double value) => Math.Round(value, 6);
}
