using Shouldly;
using Spmis.Rules;
using Xunit;

namespace Spmis.Tests.Rules;

public class DemoPackageTests
{
    public static TheoryData<string> Packages => [.. Directory.GetDirectories(Folders.Packages).Select(p => Path.GetFileName(p)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Packages))]
    public void Run_EveryShippedPackage_PassesItsOwnTests(string package)
    {
        var scheme = SchemePackage.Load(Path.Combine(Folders.Packages, package));

        var results = PackageTests.Run(scheme);

        results.ShouldNotBeEmpty();
        results.Where(r => !r.Passed).Select(r => $"{r}\n{r.Explanation.ToText()}").ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(Packages))]
    public void Load_EveryShippedPackage_SaysThatItIsADemonstration(string package)
    {
        var scheme = SchemePackage.Load(Path.Combine(Folders.Packages, package));

        scheme.Id.ShouldBe(package);
        scheme.Notice("en").ShouldNotBeNull().ShouldStartWith("Demonstration");
        scheme.LegalBasis.ShouldNotBeEmpty();
        scheme.Languages.Count.ShouldBeGreaterThan(1);
    }

    [Theory]
    [MemberData(nameof(Packages))]
    public void Load_EveryShippedPackage_NamesAllThingsInItsLanguagesAndItsSourceAtEachFigure(string package)
    {
        var scheme = SchemePackage.Load(Path.Combine(Folders.Packages, package));
        string[] languages = [.. scheme.Languages.Where(l => l != "ak")]; // English is the official language of Ghana; Akan greets.

        foreach (var language in languages)
        {
            scheme.Notice(language).ShouldNotBeNull();
            scheme.Facts.SelectMany(f => f.Fields.Append(f)).Where(f => !f.Labels.ContainsKey(language)).Select(f => f.Name).ShouldBeEmpty(language);
            scheme.Parameters.Where(p => !p.Labels.ContainsKey(language)).Select(p => p.Id).ShouldBeEmpty(language);
            scheme.Rules.Where(r => !r.Labels.ContainsKey(language)).Select(r => r.Id).ShouldBeEmpty(language);
        }

        scheme.Parameters.SelectMany(p => p.Values, (p, v) => (p.Id, v.Article)).Where(v => string.IsNullOrWhiteSpace(v.Article)).ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(Packages))]
    public void Compile_EveryTestOfEveryShippedPackage_AgreesWithTheInterpreter(string package)
    {
        var scheme = SchemePackage.Load(Path.Combine(Folders.Packages, package));
        var row = scheme.NewRow();
        foreach (var test in PackageTests.Run(scheme))
        {
            row.Load(test.Facts);
            scheme.Compile(test.Rule).Evaluate(row).ShouldBe(test.Got, $"{test.Rule} of '{test.Case}'");
        }
    }

    [Fact]
    public void Load_TheExampleOfTheGrammarPage_Works()
    {
        var page = File.ReadAllText(Path.Combine(Folders.Root, "src", "Rules", "README.md"));
        var yaml = page.Split("```yaml\n")[1].Split("```")[0];

        var scheme = TestScheme.Load(yaml, ("tables/age.csv", "sex,year,value\nmale,1900,60 years\nfemale,1900,55 years\n"), ("tests/grant.csv", "case,person.sex,=eligible\nno facts,,?\n"));

        scheme.Outputs.Count.ShouldBe(4);
        PackageTests.Run(scheme).ShouldAllBe(r => r.Passed);
    }
}
