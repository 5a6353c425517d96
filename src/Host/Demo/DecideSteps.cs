namespace Spmis.Host.Demo;

/// <summary>Steps of the demo month.</summary>
internal static class DecideSteps
{
    public static IReadOnlyList<DemoStep> All { get; } = [];
}
