namespace Spmis.Host.Demo;

/// <summary>How large a demo month, and where.</summary>
/// <param name="Persons">Lines of persons.csv.</param>
/// <param name="Employers">Lines of employers.csv.</param>
/// <param name="Seed">The same seed gives the same files and the same totals.</param>
/// <param name="Folder">Where the input and answer files are written: <c>DATA/demo</c>.</param>
public sealed record DemoOptions(int Persons, int Employers, int Seed, string Folder);
