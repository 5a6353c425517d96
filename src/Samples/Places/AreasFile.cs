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

    /// <summary>Where a district lies, in decimal degrees: evenly about the middle of an island in the Gulf of Guinea that does not exist.</summary>
    private static (string North, string East) PointOf(int district)
    {
        var turn = district * Math.PI * (3 - Math.Sqrt(5)); // The golden angle, as seeds lie in a sunflower.
        var far = Math.Sqrt((district + 0.5) / Gazetteer.Districts.Count);
        return (Degrees(1.2 + (0.9 * far * Math.Sin(turn))), Degrees(-3.5 + (1.4 * far * Math.Cos(turn))));

        static string Degrees(double degrees) => degrees.ToString("F4", CultureInfo.InvariantCulture);
    }

    /// <summary>Writes it into a folder and says how many lines it has.</summary>
    public static int Write(string folder)
    {
        using var file = SampleFile.Create(Path.Combine(folder, Name));
        Csv.Line(file.Text, "code", "name", "level", "parent", "latitude", "longitude");
        Csv.Line(file.Text, Country, "Sanawe", "country", "", "", "");
        var lines = 1;
        for (var d = 0; d < Gazetteer.Districts.Count; d++)
        {
            var district = Gazetteer.Districts[d];
            var (north, east) = PointOf(d);
            Csv.Line(file.Text, CodeOf(d), district.Name, "district", Country, north, east);
            for (var v = 0; v < district.Villages.Count; v++)
            {
                Csv.Line(file.Text, $"{CodeOf(d)}-{(v + 1).ToString("D3", CultureInfo.InvariantCulture)}", district.Villages[v], "village", CodeOf(d), "", "");
            }

            lines += 1 + district.Villages.Count;
        }

        file.Keep();
        return lines;
    }
}
