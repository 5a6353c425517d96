using Spmis.Linkage;

namespace Spmis.Host.Commands.Records;

/// <summary>A register trained on itself and linked with itself: what <c>linkage evaluate</c> and <c>linkage bench</c> measure. No label comes near it.</summary>
internal sealed class Linked
{
    /// <summary>Down to this probability pairs are kept, so that every threshold can be measured.</summary>
    public const double LeastKept = 0.01;

    private Linked(LinkageRegister register, LinkageModel model, IReadOnlyList<ScoredPair> pairs, long compared, double threshold, IReadOnlyList<Cluster> clusters, Stopwatches time)
    {
        (Register, Model, Pairs, Compared, Threshold, Clusters, Time) = (register, model, pairs, compared, threshold, clusters, time);
    }

    public LinkageRegister Register { get; }

    public LinkageModel Model { get; }

    public IReadOnlyList<ScoredPair> Pairs { get; }

    /// <summary>Pairs scored, each once.</summary>
    public long Compared { get; }

    /// <summary>The probability at which it clusters, chosen by the model itself.</summary>
    public double Threshold { get; }

    public IReadOnlyList<Cluster> Clusters { get; }

    public Stopwatches Time { get; }

    /// <summary>Pairs scored in a second of one processor.</summary>
    public double PairsPerCpuSecond => Compared / Math.Max(0.001, Time["link"].CpuSeconds);

    /// <summary>Normalises, trains, scores and clusters.</summary>
    public static Linked Of(IReadOnlyList<LinkagePerson> persons, LinkageModel? given, double leastKept, CancellationToken ct)
    {
        var time = new Stopwatches();
        var register = time.Measure("normalise", () => LinkageRegister.Of(persons));
        return Of(register, given, leastKept, time, ct);
    }

    /// <summary>Trains, scores and clusters.</summary>
    public static Linked Of(LinkageRegister register, LinkageModel? given, double leastKept, Stopwatches time, CancellationToken ct)
    {
        var model = time.Measure("train", () => given ?? Trainer.Train(register, "trained-without-labels"));
        var count = new BatchCount();
        var pairs = time.Measure("link", () => BatchLinker.Pairs(register, model, leastKept, count, ct: ct).ToList());
        var threshold = BestThreshold.Of(pairs);
        var clusters = time.Measure("cluster", () => Linkage.Clusters.Of(pairs, threshold));
        return new Linked(register, model, pairs, count.Compared, threshold, clusters, time);
    }
}
