using System.Globalization;
using Spmis.Samples.Files;
using Spmis.Samples.People;

namespace Spmis.Samples.Persons;

/// <summary>Writes a whole register in the columns of persons.csv, and beside it which lines are one person. Every line is good; about one in twenty-five is a second registration.</summary>
public static class RegisterFile
{
    /// <summary>Columns of the truth file.</summary>
    public static IReadOnlyList<string> TruthHeader { get; } = ["id", "cluster"];

    /// <summary>Writes both files.</summary>
    /// <param name="path">The register.</param>
    /// <param name="truthPath">id,cluster for every line of it.</param>
    /// <param name="population">The people of a culture pack.</param>
    /// <param name="ct">Cancels; then neither file is there.</param>
    /// <returns>Lines that are second registrations.</returns>
    /// <exception cref="ArgumentException">The people have no pack, so some of their lines are mistakes.</exception>
    public static int Write(string path, string truthPath, Population population, CancellationToken ct = default)
    {
        if (population.Pack is null)
        {
            throw new ArgumentException("A register is written of the people of a culture pack.", nameof(population));
        }

        using var register = SampleFile.Create(path);
        using var truth = SampleFile.Create(truthPath);
        Csv.Line(register.Text, PersonLine.Header);
        Csv.Line(truth.Text, [.. TruthHeader]);
        var repeated = 0;
        for (var line = 1; line <= population.Lines; line++)
        {
            ct.ThrowIfCancellationRequested();
            var original = population.OriginalOf(line);
            repeated += original == line ? 0 : 1;
            Csv.Line(register.Text, PersonLine.Fields(population.PersonAt(line)));
            Csv.Line(truth.Text, Person.ReferenceOf(line), original.ToString(CultureInfo.InvariantCulture));
        }

        truth.Keep();
        register.Keep();
        return repeated;
    }
}
