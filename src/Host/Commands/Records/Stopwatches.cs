using System.Diagnostics;

namespace Spmis.Host.Commands.Records;

/// <summary>Time of a step, by the clock and by the processor: on a machine shared with others only the second says something.</summary>
/// <param name="Name">The step.</param>
/// <param name="Seconds">By the clock.</param>
/// <param name="CpuSeconds">Of this process, all cores together.</param>
internal sealed record StepTime(string Name, double Seconds, double CpuSeconds);

/// <summary>Measures steps one after the other.</summary>
internal sealed class Stopwatches
{
    private readonly List<StepTime> steps = [];

    /// <summary>The steps so far.</summary>
    public IReadOnlyList<StepTime> Steps => steps;

    /// <summary>Clock seconds of all steps.</summary>
    public double Seconds => steps.Sum(s => s.Seconds);

    /// <summary>Processor seconds of all steps.</summary>
    public double CpuSeconds => steps.Sum(s => s.CpuSeconds);

    /// <summary>A step that was measured.</summary>
    public StepTime this[string name] => steps.Single(s => s.Name == name);

    /// <summary>Does a step and measures it.</summary>
    public T Measure<T>(string name, Func<T> step)
    {
        var (clock, processor) = (Stopwatch.GetTimestamp(), Processor());
        var result = step();
        steps.Add(new StepTime(name, Math.Round(Stopwatch.GetElapsedTime(clock).TotalSeconds, 3), Math.Round(Processor() - processor, 3)));
        return result;
    }

    /// <summary>Takes a step that was measured elsewhere.</summary>
    public void Record(string name, double seconds, double cpuSeconds) => steps.Add(new StepTime(name, Math.Round(seconds, 3), Math.Round(cpuSeconds, 3)));

    private static double Processor()
    {
        using var process = Process.GetCurrentProcess();
        return process.TotalProcessorTime.TotalSeconds;
    }
}
