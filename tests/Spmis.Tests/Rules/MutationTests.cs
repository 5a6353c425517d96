using System.Text;
using Shouldly;
using Spmis.Rules;
using Xunit;

namespace Spmis.Tests.Rules;

/// <summary>The worked examples of every shipped package notice a single slip in its figures, its dates, its roundings and its comparisons.</summary>
public class MutationTests
{
    public static TheoryData<string> Packages => [.. Directory.GetDirectories(Folders.Packages).Select(p => Path.GetFileName(p)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Packages))]
    public void Run_AShippedPackageWithOneSlip_ATestFails(string package)
    {
        var folder = Path.Combine(Folders.Packages, package);
        var files = Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).ToDictionary(f => Path.GetRelativePath(folder, f).Replace('\\', '/'), File.ReadAllBytes, StringComparer.Ordinal);
        var slips = Mutants.Of(folder).ToList();

        slips.Count.ShouldBeGreaterThanOrEqualTo(5);
        slips.Where(variants => !variants.Any(v => IsNoticed(files, v))).Select(variants => variants[0].What).ShouldBeEmpty();
    }

    [Fact]
    public void Run_APackageWhoseTestsSkipARate_NamesTheSlip()
    {
        var folder = Directory.CreateTempSubdirectory("spmis-mutants").FullName;
        Directory.CreateDirectory(Path.Combine(folder, "tests"));
        File.WriteAllText(Path.Combine(folder, "scheme.yaml"), "scheme: x\nversion: 1.0.0\ncurrency: KES\nname: X\nfacts: {pay: money}\nparameters:\n  one: {unit: rate, value: 5%}\n  two: {unit: rate, value: 6%}\nrules:\n  a: round(pay * one, 1, half_up)\n  b: round(pay * two, 1, half_up)\noutputs: {a: A, b: B}\ntests: [tests/a.csv]\n");
        File.WriteAllText(Path.Combine(folder, "tests", "a.csv"), "case,pay,=a\nplain,1000,50\nless,1008,50\nhalf,1010,51\nhalf above an even one,1050,53\nhalf above an even one,1130,57\nhalf,1090,55\n");
        var files = Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).ToDictionary(f => Path.GetRelativePath(folder, f).Replace('\\', '/'), File.ReadAllBytes, StringComparer.Ordinal);

        var missed = Mutants.Of(folder).Where(variants => !variants.Any(v => IsNoticed(files, v))).Select(v => v[0].What).ToList();
        Directory.Delete(folder, recursive: true);

        missed.ShouldContain("scheme.yaml:8: 6% -> 7%");
        missed.ShouldContain("scheme.yaml:11: half_up -> down");
        missed.ShouldNotContain("scheme.yaml:7: 5% -> 6%");
        missed.ShouldNotContain("scheme.yaml:10: half_up -> down");
    }

    // A slip that does not even load is noticed as well: a rounding cannot be left out.
    private static bool IsNoticed(Dictionary<string, byte[]> files, Mutant slip)
    {
        var changed = files.ToDictionary(f => f.Key, f => f.Key == slip.File ? Encoding.UTF8.GetBytes(slip.Text) : f.Value, StringComparer.Ordinal);
        try
        {
            return PackageTests.Run(SchemePackage.Load(changed)).Any(r => !r.Passed);
        }
        catch (SchemeErrors)
        {
            return true;
        }
    }
}
