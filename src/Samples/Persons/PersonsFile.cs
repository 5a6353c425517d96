using System.Globalization;
using Spmis.Samples.Files;
using Spmis.Samples.People;

namespace Spmis.Samples.Persons;

/// <summary>Writes persons.csv and, for tests and acceptance alone, what is true about it: duplicates-truth.csv and mistakes-truth.csv. SPMIS never reads the truth.</summary>
public static class PersonsFile
{
    /// <summary>The file of persons to register.</summary>
    public const string Name = "persons.csv";

    /// <summary>reference,same_as: every duplicate and the line of the same person that came first.</summary>
    public const string DuplicatesTruth = "duplicates-truth.csv";

    /// <summary>line,reference,mistake: every line to be refused; line 1 is the header.</summary>
    public const string MistakesTruth = "mistakes-truth.csv";

    /// <summary>Writes the three files into a folder.</summary>
    public static PersonsWritten Write(string folder, Population population, CancellationToken ct = default)
    {
        using var persons = SampleFile.Create(Path.Combine(folder, Name));
        using var duplicates = SampleFile.Create(Path.Combine(folder, DuplicatesTruth));
        using var mistakes = SampleFile.Create(Path.Combine(folder, MistakesTruth));
        Csv.Line(persons.Text, PersonLine.Header);
        Csv.Line(duplicates.Text, "reference", "same_as");
        Csv.Line(mistakes.Text, "line", "reference", "mistake");
        int people = 0, repeated = 0, mistaken = 0;
        for (var line = 1; line <= population.Lines; line++)
        {
            ct.ThrowIfCancellationRequested();
            switch (population.KindOf(line))
            {
                case LineKind.Mistake:
                    mistaken++;
                    MistakenLine.Write(persons.Text, population, line);
                    Csv.Line(mistakes.Text, (line + 1).ToString(CultureInfo.InvariantCulture), Person.ReferenceOf(line), MistakenLine.KindOf(population, line).ToString());
                    continue;
                case LineKind.Duplicate:
                    repeated++;
                    Csv.Line(duplicates.Text, Person.ReferenceOf(line), Person.ReferenceOf(population.OriginalOf(line)));
                    break;
                default:
                    people++;
                    break;
            }

            Csv.Line(persons.Text, PersonLine.Fields(population.PersonAt(line)));
        }

        duplicates.Keep();
        mistakes.Keep();
        persons.Keep();
        return new PersonsWritten(Path.Combine(folder, Name), population.Lines, people, repeated, mistaken);
    }
}
