using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;

namespace Spmis.Benchmarks.Rules;

/// <summary>The same cases under BenchmarkDotNet, inside this process: <c>rules bdn</c>. It also shows what is allocated.</summary>
public class RulesBenchmarks
{
    private const int Persons = 100;
    private readonly ContributionCase contribution = new();
    private readonly PensionCase pension = new();

    /// <summary>Runs them.</summary>
    internal static void Measure() => BenchmarkRunner.Run<RulesBenchmarks>(ManualConfig.CreateMinimumViable()
        .AddJob(Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance))
        .AddDiagnoser(MemoryDiagnoser.Default));

    /// <summary>A contribution by the engine.</summary>
    [Benchmark(OperationsPerInvoke = Persons)]
    public void ContributionEngine() => All(contribution.Engine);

    /// <summary>A contribution by hand.</summary>
    [Benchmark(OperationsPerInvoke = Persons)]
    public void ContributionByHand() => All(contribution.ByHand);

    /// <summary>A pension by the engine.</summary>
    [Benchmark(OperationsPerInvoke = Persons)]
    public void PensionEngine() => All(pension.Engine);

    /// <summary>A pension by hand.</summary>
    [Benchmark(OperationsPerInvoke = Persons)]
    public void PensionByHand() => All(pension.ByHand);

    /// <summary>A pension with its explanation.</summary>
    [Benchmark]
    public void PensionExplained() => pension.Explain(0);

    private static void All(Action<int> act)
    {
        for (var i = 0; i < Persons; i++)
        {
            act(i);
        }
    }
}
