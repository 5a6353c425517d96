using System.Globalization;
using Shouldly;
using Spmis.Linkage;
using Xunit;

namespace Spmis.Tests.Linkage;

/// <summary>
/// Labelled public sets. The model is trained on the persons alone; labels are read by the evaluation only. The bounds
/// lie a little under what was measured.
/// </summary>
public sealed class AccuracyTests
{
    [Theory]
    [InlineData("febrl_dataset1.csv", 0.998, 0.998)]
    [InlineData("febrl_dataset3.csv", 0.9997, 0.9995)]
    public void Linkage_Febrl_ReachesItsBound(string file, double bestF1, double clusterF1)
    {
        List<LinkagePerson> persons = [];
        Dictionary<Guid, string> entityOf = [];
        foreach (var line in Lines(file))
        {
            var cells = line.Split(',').Select(c => c.Trim()).ToArray();
            var id = new Guid(persons.Count + 1, 0, 0, new byte[8]);
            persons.Add(new LinkagePerson
            {
                Id = id,
                GivenName = cells[1],
                FamilyName = cells[2],
                Address = $"{cells[3]} {cells[4]} {cells[5]}",
                Village = cells[6],
                Postcode = cells[7],
                District = cells[8],
                BornOn = DateOnly.TryParseExact(cells[9], "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var born) ? born : null,
                BornAsWritten = cells[9],
                NationalId = cells[10],
            });
            entityOf[id] = cells[0].Split('-')[1];
        }

        Demand(persons, entityOf, bestF1, clusterF1);
    }

    [Fact]
    public void Linkage_Fake1000_ReachesItsBound()
    {
        List<LinkagePerson> persons = [];
        Dictionary<Guid, string> entityOf = [];
        foreach (var line in Lines("fake_1000.csv"))
        {
            var cells = line.Split(',');
            var id = new Guid(persons.Count + 1, 0, 0, new byte[8]);
            persons.Add(new LinkagePerson
            {
                Id = id,
                GivenName = cells[1],
                FamilyName = cells[2],
                BornOn = DateOnly.TryParseExact(cells[3], "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var born) ? born : null,
                Village = cells[4],
                Email = cells[5],
            });
            entityOf[id] = cells[6];
        }

        Demand(persons, entityOf, 0.955, 0.97);
    }

    private static void Demand(List<LinkagePerson> persons, Dictionary<Guid, string> entityOf, double bestF1, double clusterF1)
    {
        var normalised = LinkageRegister.Of(persons);
        var model = Trainer.Train(normalised, "unlabelled");
        var pairs = BatchLinker.Pairs(normalised, model, 1e-6).ToList();
        var evaluation = Evaluation.Of(pairs, entityOf);
        evaluation.BestF1.ShouldBeGreaterThanOrEqualTo(bestF1);
        evaluation.AtProbability[1].Precision.ShouldBeGreaterThanOrEqualTo(0.995);
        Evaluation.ClusterF1(Clusters.Of(pairs, 0.9), entityOf).ShouldBeGreaterThanOrEqualTo(clusterF1);
    }

    private static IEnumerable<string> Lines(string file)
    {
        var path = Path.Combine(Shared(), "linkage", file);
        Assert.SkipUnless(File.Exists(path), "../shared not present");
        return File.ReadLines(path).Skip(1);
    }

    private static string Shared()
    {
        var named = Environment.GetEnvironmentVariable("SPMIS_SHARED");
        if (!string.IsNullOrEmpty(named))
        {
            return named;
        }

        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Directory.Packages.props")))
        {
            folder = folder.Parent;
        }

        return Path.Combine(folder?.Parent?.FullName ?? ".", "shared");
    }
}
