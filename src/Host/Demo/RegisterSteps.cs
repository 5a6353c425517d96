namespace Spmis.Host.Demo;

/// <summary>Steps of the demo month.</summary>
internal static class RegisterSteps
{
    public static IReadOnlyList<DemoStep> All { get; } = [];
}
