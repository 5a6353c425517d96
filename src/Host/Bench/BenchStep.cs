using System.Diagnostics;

namespace Spmis.Host.Bench;

/// <summary>A step measured through the real handlers, and its bare limit in the same run.</summary>
/// <param name="Name">The step.</param>
/// <param name="Rows">Payments it worked on.</param>
/// <param name="Seconds">How long it took.</param>
/// <param name="CpuSeconds">Processor time of the whole process meanwhile, which other programs on the machine do not lengthen.</param>
/// <param name="BareSeconds">How long the bare limit took.</param>
/// <param name="Bare">What the bare limit does.</param>
internal sealed record BenchStep(string Name, long Rows, double Seconds, double CpuSeconds, double BareSeconds, string Bare)
{
    /// <summary>Payments a second.</summary>
    public double RowsPerSecond => Math.Round(Rows / Math.Max(Seconds, 1e-9));

    /// <summary>How many times as long as the bare limit.</summary>
    public double TimesBare => Math.Round(Seconds / Math.Max(BareSeconds, 1e-9), 2);

    /// <summary>Processor time of the bare limit, where it is measured; the ratio of the two holds on a machine that others use too.</summary>
    public double BareCpuSeconds { get; init; }

    /// <summary>How many times the processor time of the bare limit; null where that is not measured.</summary>
    public double? TimesBareCpu => BareCpuSeconds > 0 ? Math.Round(CpuSeconds / BareCpuSeconds, 2) : null;

    /// <summary>The most memory the process has used from its start to the end of this step and of its bare limit.</summary>
    public long PeakMemoryBytes { get; } = Process.GetCurrentProcess().PeakWorkingSet64;
}

/// <summary>A whole cycle, measured.</summary>
internal sealed record BenchReport
{
    public required long Instructions { get; init; }

    public required IReadOnlyList<BenchStep> Steps { get; init; }

    /// <summary>All steps together.</summary>
    public double Seconds => Math.Round(Steps.Sum(s => s.Seconds), 3);

    /// <summary>Over the whole cycle.</summary>
    public double InstructionsPerSecond => Math.Round(Instructions / Math.Max(Seconds, 1e-9));

    public required long PeakMemoryBytes { get; init; }

    /// <summary>Whether verify found everything in order afterwards.</summary>
    public required bool Holds { get; init; }
}
