using System.Globalization;
using Spmis.Samples.Files;

namespace Spmis.Samples.Employers;

/// <summary>Writes employers.csv.</summary>
public static class EmployersFile
{
    /// <summary>The file of employers to register.</summary>
    public const string Name = "employers.csv";

    /// <summary>Writes it into a folder and says how many lines are to be refused.</summary>
    public static EmployersWritten Write(string folder, EmployerBook employers)
    {
        using var file = SampleFile.Create(Path.Combine(folder, Name));
        Csv.Line(file.Text, "reference", "name", "legal_form", "activity", "district", "phone", "email", "workers");
        foreach (var e in employers.All)
        {
            // Line by line: no name, a legal form nobody knows, a number of workers below 0.
            var mistake = e.IsMistake ? e.Line % 3 : -1;
            var workers = mistake == 2 ? "-3" : e.Workers.ToString(CultureInfo.InvariantCulture);
            Csv.Line(file.Text, e.Reference, mistake == 0 ? "" : e.Name, mistake == 1 ? "galaxy" : e.LegalForm, e.Activity, e.District, e.Phone, e.Email, workers);
        }

        file.Keep();
        return new EmployersWritten(Path.Combine(folder, Name), employers.Count, employers.All.Count(e => e.IsMistake));
    }
}

/// <summary>What <see cref="EmployersFile"/> wrote.</summary>
/// <param name="Path">employers.csv.</param>
/// <param name="Lines">Its lines without the header.</param>
/// <param name="Mistakes">Lines to be refused.</param>
public sealed record EmployersWritten(string Path, int Lines, int Mistakes);
