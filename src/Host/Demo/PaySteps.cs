namespace Spmis.Host.Demo;

/// <summary>Steps of the demo month.</summary>
internal static class PaySteps
{
    public static IReadOnlyList<DemoStep> All { get; } = [];
}
