using System.Globalization;
using Spmis.Rules;

namespace Spmis.Benchmarks.Rules;

/// <summary>
/// The rules engine beside a hand-written C# version of the same rule: a contribution package, a pension with 480 months of history, and one explanation.
/// A careful loop in one process: both sides take turns, the median of the turns counts, the answers are compared.
/// </summary>
internal sealed class RulesArea : IArea
{
    private const double MostTimesSlower = 3;

    public string Name => "rules";

    public string Words => "The rules engine: persons a second and core, beside hand-written C#; the time of one explanation.";

    public int Run(string[] arguments)
    {
        if (arguments is ["bdn"])
        {
            RulesBenchmarks.Measure();
            return 0;
        }

        var time = TimeSpan.FromSeconds(arguments.Length > 0 ? double.Parse(arguments[0], CultureInfo.InvariantCulture) : 1);
        Console.WriteLine(FormattableString.Invariant($"{Environment.ProcessorCount} cores, {Environment.Version}, {time.TotalSeconds} s a turn, one core used"));
        var holds = Compare("contributions (two tiers, RSTI-sized)", new ContributionCase(), 2_000_000, time);
        holds &= Compare("pension with 480 months of history", new PensionCase(), 200_000, time);
        holds &= Explain(time);
        return holds ? 0 : 1;
    }

    private static bool Compare(string what, ICase subject, double least, TimeSpan time)
    {
        subject.Check();
        var engine = new List<double>();
        var byHand = new List<double>();
        for (var turn = 0; turn < 5; turn++)
        {
            engine.Add(PerSecond(subject.Engine, subject.Count, time));
            byHand.Add(PerSecond(subject.ByHand, subject.Count, time));
        }

        var (ours, limit) = (Median(engine), Median(byHand));
        var holds = ours >= least && limit / ours <= MostTimesSlower;
        Console.WriteLine(FormattableString.Invariant($"{(holds ? "holds" : "FAILS")}  {what,-42} engine {ours,12:N0}/s   by hand {limit,12:N0}/s   {limit / ours,5:N2}x slower   (bar: {least:N0}/s, at most {MostTimesSlower}x)"));
        return holds;
    }

    private static bool Explain(TimeSpan time)
    {
        var subject = new PensionCase();
        var slowest = 0.0;
        foreach (var (what, act) in new (string, Action<int>)[]
        {
            ("an explanation of a contribution", new ContributionCase().Explain),
            ("an explanation of the pension", subject.Explain),
        })
        {
            var micro = 1e6 / PerSecond(act, 1, time);
            slowest = Math.Max(slowest, micro);
            Console.WriteLine(FormattableString.Invariant($"{(micro < 1000 ? "holds" : "FAILS")}  {what,-42} {micro,12:N1} microseconds   (bar: 1,000)"));
        }

        return slowest < 1000;
    }

    /// <summary>How many in a second of processor time, so that a busy machine measures the same; the act is given the number of the person.</summary>
    private static double PerSecond(Action<int> act, int count, TimeSpan time)
    {
        // With pauses: .NET compiles what is hot in the background, and better each time.
        for (var warm = 0; warm < 3; warm++)
        {
            Turn(act, count, time / 2);
            Thread.Sleep(150);
        }

        return Turn(act, count, time);
    }

    private static double Turn(Action<int> act, int count, TimeSpan time)
    {
        var done = 0L;
        var start = Environment.CpuUsage.TotalTime;
        while (Environment.CpuUsage.TotalTime - start < time)
        {
            for (var i = 0; i < count; i++)
            {
                act(i);
            }

            done += count;
        }

        return done / (Environment.CpuUsage.TotalTime - start).TotalSeconds;
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);
}

/// <summary>A rule in both forms over the same persons.</summary>
internal interface ICase
{
    /// <summary>How many persons there are.</summary>
    int Count { get; }

    /// <summary>Fills the row from the person and evaluates.</summary>
    void Engine(int person);

    /// <summary>The same by hand.</summary>
    void ByHand(int person);

    /// <summary>Refuses to measure when the two differ.</summary>
    void Check();
}
