using Spmis.Samples.Names;

namespace Spmis.Samples.Places;

/// <summary>A district of the invented country.</summary>
/// <param name="Name">Its name.</param>
/// <param name="People">The culture of seven in ten of its households.</param>
/// <param name="Villages">Its villages and quarters.</param>
public sealed record District(string Name, Culture People, IReadOnlyList<string> Villages);
