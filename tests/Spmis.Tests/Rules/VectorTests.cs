using Shouldly;
using Spmis.Rules;
using Xunit;

namespace Spmis.Tests.Rules;

/// <summary>Worked examples of agencies and public code (grade A and B), through both evaluators.</summary>
public class VectorTests
{
    private static readonly string OwnPackages = Path.Combine(Folders.Root, "tests", "Spmis.Tests", "Rules", "Packages");

    public static TheoryData<string> Packages => [.. Directory.GetDirectories(OwnPackages).Select(p => Path.GetFileName(p)).Order(StringComparer.Ordinal)];

    [Fact]
    public void Run_PublishedExamples_GivesTheirFiguresButForThoseListed()
    {
        var listed = File.ReadLines(Path.Combine(Folders.Root, "tests", "Spmis.Tests", "Rules", "not-reached.csv")).Skip(1).ToDictionary(l => l.Split(',', 2)[0], l => l.Split(',', 2)[1], StringComparer.Ordinal);

        var report = Vectors.Run(Folders.Shared("schemes", "vectors"), [Folders.Packages, OwnPackages]);

        report.Broken.ShouldBeEmpty();
        var without = report.Schemes.Where(s => s.Package is null).Select(s => s.Id);
        without.ShouldBeEmpty();
        var wrong = report.Schemes.SelectMany(s => s.Vectors).Where(v => v.Outcome is not VectorOutcome.Passed).ToList();
        wrong.Where(v => !listed.ContainsKey(v.Id)).Select(Words).ShouldBeEmpty();
        listed.Keys.Where(l => wrong.All(v => v.Id != l)).ShouldBeEmpty("These pass; take them off the list.");
        listed.Count.ShouldBeLessThanOrEqualTo(12);
        listed.Values.ShouldAllBe(reason => reason.Length > 20);
    }

    [Theory]
    [MemberData(nameof(Packages))]
    public void Run_PackagesThatProveTheEngine_PassTheirOwnTests(string id) =>
        PackageTests.Run(SchemePackage.Load(Path.Combine(OwnPackages, id))).Where(r => !r.Passed).Select(r => r.ToString()).ShouldBeEmpty();

    private static string Words(VectorResult vector) =>
        $"{vector.Id}: {vector.Outcome} {vector.Reason}\n{string.Join("\n", vector.Answers.Where(a => !a.Fits).Select(a => $"  {a}\n{a.Why}"))}";
}
