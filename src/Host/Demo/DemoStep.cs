namespace Spmis.Host.Demo;

/// <summary>One step of the demo month.</summary>
/// <param name="Name">Short, for the report: <c>import-persons</c>.</param>
/// <param name="Title">For people.</param>
/// <param name="DoAsync">Does it through the acts the portal uses, and returns the rows it worked on. Begun again after a crash, it changes nothing twice.</param>
public sealed record DemoStep(string Name, string Title, Func<DemoContext, CancellationToken, Task<long>> DoAsync);
