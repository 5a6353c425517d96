namespace Spmis.Host.Demo;

/// <summary>What <c>--report</c> writes. Totals do not depend on time, order or interruptions: the same seed and sizes give the same totals.</summary>
public sealed record DemoReport
{
    /// <summary>Lines of persons.csv.</summary>
    public required int Persons { get; init; }

    /// <summary>Lines of employers.csv.</summary>
    public required int Employers { get; init; }

    /// <summary>The seed.</summary>
    public required int Seed { get; init; }

    /// <summary>Whether every promise held.</summary>
    public required bool Holds { get; init; }

    /// <summary>Counts of what is in the books now.</summary>
    public required IReadOnlyDictionary<string, long> Counts { get; init; }

    /// <summary>Amounts in minor units.</summary>
    public required IReadOnlyDictionary<string, long> AmountsMinor { get; init; }

    /// <summary>Currency of all amounts.</summary>
    public required string Currency { get; init; }

    /// <summary>The promises.</summary>
    public required IReadOnlyList<Invariant> Invariants { get; init; }

    /// <summary>The steps in their order.</summary>
    public required IReadOnlyList<StepReport> Steps { get; init; }

    /// <summary>Seconds of all steps together.</summary>
    public required double Seconds { get; init; }

    /// <summary>Peak resident memory of this process.</summary>
    public required long PeakMemoryBytes { get; init; }
}

/// <summary>A promise, looked up in the books.</summary>
/// <param name="Name">books-balance, files-reconcile, batches-reconcile, paid-once, refusals-explained.</param>
/// <param name="Holds">Whether it holds.</param>
/// <param name="Detail">The figures behind it; when it does not hold, where.</param>
public sealed record Invariant(string Name, bool Holds, string Detail);
