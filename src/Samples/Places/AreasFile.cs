using System.Globalization;
using Spmis.Samples.Files;

namespace Spmis.Samples.Places;

/// <summary>Writes areas.csv: Sanawe, its districts and their villages, in the columns the importer of areas reads.</summary>
public static class AreasFile
{
    /// <summary>The file of areas.</summary>
    public const string Name = "areas.csv";

    /// <summary>Code of the whole country.</summary>
    public const string Country = "SW";

    /// <summary>Code of a district: its place in <see cref="Gazetteer.Districts"/>, from 1.</summary>
    public static string CodeOf(int district) => $"{Country}-{(district + 1).ToString("D2", CultureInfo.InvariantCulture)}";

    /// <summary>Writes it into a folder and says how many lines it has.</summary>
    public static int Write(string folder)
    {
        using var file = SampleFile.Create(Path.Combine(folder, Name));
        Csv.Line(file.Text, "code", "name", "level", "parent");
        Csv.Line(file.Text, Country, "Sanawe", "country", "");
        var lines = 1;
        for (var d = 0; d < Gazetteer.Districts.Count; d++)
        {
            var district = Gazetteer.Districts[d];
            Csv.Line(file.Text, CodeOf(d), district.Name, "district", Country);
            for (var v = 0; v < district.Villages.Count; v++)
            {
                Csv.Line(file.Text, $"{CodeOf(d)}-{(v + 1).ToString("D3", CultureInfo.InvariantCulture)}", district.Villages[v], "village", CodeOf(d));
            }

            lines += 1 + district.Villages.Count;
        }

        file.Keep();
        return lines;
    }
}
