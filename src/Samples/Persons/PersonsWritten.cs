namespace Spmis.Samples.Persons;

/// <summary>What <see cref="PersonsFile"/> wrote.</summary>
/// <param name="Path">persons.csv.</param>
/// <param name="Lines">Its lines without the header.</param>
/// <param name="People">Lines that tell of somebody for the first time.</param>
/// <param name="Duplicates">Lines that tell of somebody again.</param>
/// <param name="Mistakes">Lines to be refused.</param>
public sealed record PersonsWritten(string Path, int Lines, int People, int Duplicates, int Mistakes);
