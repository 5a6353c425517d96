using Shouldly;
using Spmis.Samples.People;
using Spmis.Samples.Persons;
using Spmis.Samples.Places;
using Xunit;

namespace Spmis.Tests.Samples;

public sealed class PersonsFileTests
{
    private const int Lines = 20_000;

    [Theory]
    [InlineData(1)]
    [InlineData(20260701)]
    public void Write_SameSeedTwice_SameBytes(long seed)
    {
        using var first = new SampleFolder();
        using var second = new SampleFolder();
        PersonsFile.Write(first.Path, new Population(seed, 3000), TestContext.Current.CancellationToken);
        PersonsFile.Write(second.Path, new Population(seed, 3000), TestContext.Current.CancellationToken);
        second.Digest().ShouldBe(first.Digest());
    }

    [Fact]
    public void Write_OtherSeed_OtherPeople()
    {
        var names = new[] { 1, 2 }.Select(seed => string.Join(' ', Enumerable.Range(1, 20).Select(l => new Population(seed, 20).PersonAt(l).Given.Latin)));
        names.Distinct().Count().ShouldBe(2);
    }

    // A known value: a change of the generator that nobody meant changes it, on any machine.
    [Fact]
    public void PersonAt_FirstLineOfSeedOne_StaysWhoSheIs()
    {
        var p = new Population(1, 10).PersonAt(10);
        $"{p.Given.Latin} {p.Middle.Latin} {p.Family.Latin} {p.NativeName}".ShouldBe("Usha  Gurung उषा गुरुङ");
    }

    [Fact]
    public void PersonAt_AskedOutOfOrder_IsThePersonOfTheFile()
    {
        using var folder = new SampleFolder();
        PersonsFile.Write(folder.Path, new Population(5, 2000), TestContext.Current.CancellationToken);
        var population = new Population(5, 2000);
        foreach (var (row, line) in folder.Rows(PersonsFile.Name).Select((row, i) => (row, i + 1)).Reverse())
        {
            if (population.KindOf(line) != LineKind.Mistake)
            {
                var p = population.PersonAt(line);
                row[..10].ShouldBe([p.Reference, p.Given.Latin, p.Middle.Latin, p.Family.Latin, p.NativeName, p.Sex.ToString(), p.BirthText, p.NationalId, p.Phone, p.District]);
            }
        }
    }

    [Fact]
    public void Write_MoreLines_BeginsWithTheSameLines()
    {
        using var few = new SampleFolder();
        using var many = new SampleFolder();
        PersonsFile.Write(few.Path, new Population(3, 500), TestContext.Current.CancellationToken);
        PersonsFile.Write(many.Path, new Population(3, 1500), TestContext.Current.CancellationToken);
        var text = File.ReadAllText(Path.Combine(few.Path, PersonsFile.Name));
        File.ReadAllText(Path.Combine(many.Path, PersonsFile.Name)).ShouldStartWith(text);
    }

    [Fact]
    public void Write_TwentyThousandLines_RatesAreAsPromised()
    {
        using var folder = new SampleFolder();
        var written = PersonsFile.Write(folder.Path, new Population(1, Lines), TestContext.Current.CancellationToken);
        (written.People + written.Duplicates + written.Mistakes).ShouldBe(Lines);
        written.Duplicates.ShouldBeInRange(Lines * 35 / 1000, Lines * 45 / 1000);
        written.Mistakes.ShouldBeInRange(Lines * 3 / 1000, Lines * 8 / 1000);
        folder.Rows(PersonsFile.MistakesTruth).Select(r => r[2]).Distinct().Count().ShouldBe(Enum.GetValues<Mistake>().Length);
        folder.Rows(PersonsFile.Name).Count().ShouldBe(Lines);
    }

    [Theory]
    [InlineData("children", 220, 290)]
    [InlineData("70 or older", 65, 100)]
    [InlineData("employed", 200, 300)]
    [InlineData("self-employed", 150, 250)]
    [InlineData("one name", 5, 30)]
    [InlineData("native script", 150, 400)]
    [InlineData("heaped or imprecise birth date", 60, 200)]
    [InlineData("women", 450, 550)]
    public void People_OfTwentyThousandLines_ShareInThousand(string what, int least, int most)
    {
        var people = People(1).ToList();
        var count = people.Count(p => what switch
        {
            "children" => p.AgeOn(DemoDates.AgeDay) < 18,
            "70 or older" => p.AgeOn(DemoDates.AgeDay) >= 70,
            "employed" => p.Activity == Activity.Employed,
            "self-employed" => p.Activity == Activity.SelfEmployed,
            "one name" => p.Family.IsNone && p.Middle.IsNone,
            "native script" => p.NativeName.Length > 0,
            "heaped or imprecise birth date" => p.BirthText.Length < 10 || p.BirthText.EndsWith("-01-01", StringComparison.Ordinal),
            _ => p.Sex == 'F',
        });
        (count * 1000 / people.Count).ShouldBeInRange(least, most);
    }

    [Fact]
    public void People_OfTwentyThousandLines_HoldTheHardCasesOfLinkage()
    {
        var people = People(1).ToList();
        var households = people.GroupBy(p => p.Household).ToList();
        households.ShouldAllBe(h => h.Count(p => p.Role == MemberRole.Head) == 1 && h.Count() <= 9);
        var twins = households.SelectMany(h => h.Where(p => p.Role == MemberRole.Child).GroupBy(p => p.BornOn)).Where(g => g.Count() > 1).ToList();
        twins.Count.ShouldBeGreaterThan(20);
        twins.ShouldAllBe(t => t.Select(p => p.Given.Latin).Distinct().Count() == t.Count());
        people.Where(p => p.Phone.Length > 0).GroupBy(p => p.Phone).Count(g => g.Count() > 1).ShouldBeGreaterThan(500);
        people.Where(p => p.Phone.StartsWith("+9996", StringComparison.Ordinal)).GroupBy(p => p.Phone).Max(g => g.Count()).ShouldBeGreaterThan(5);
        people.Where(p => p.NationalId.Length > 0).GroupBy(p => p.NationalId).ShouldAllBe(g => g.Count() == 1);
        foreach (var script in new[] { '\u1200', '\u0600', '\u0900' })
        {
            people.ShouldContain(p => p.NativeName.Any(c => c >= script && c < script + 0x80), $"a name in the script that starts at U+{(int)script:X4}");
        }
    }

    [Fact]
    public void Duplicates_OfTwentyThousandLines_PointToEarlierPeopleAndDiffer()
    {
        var population = new Population(1, Lines);
        var pairs = Enumerable.Range(1, Lines).Where(l => population.KindOf(l) == LineKind.Duplicate)
            .Select(l => (Again: population.PersonAt(l), First: population.PersonAt(population.OriginalOf(l)))).ToList();
        pairs.ShouldAllBe(p => p.First.Line < p.Again.Line && population.KindOf(p.First.Line) == LineKind.Person && p.First.Sex == p.Again.Sex);
        var share = (Func<Func<Person, Person, bool>, int>)(same => pairs.Count(p => same(p.First, p.Again)) * 100 / pairs.Count);
        share((a, b) => a.Given == b.Given && a.Family == b.Family).ShouldBeInRange(45, 85);
        share((a, b) => a.Given == b.Family && a.Family == b.Given && !a.Family.IsNone).ShouldBeInRange(3, 20);
        share((a, b) => a.BirthText == b.BirthText).ShouldBeInRange(65, 90);
        share((a, b) => a.NationalId.Length > 0 && a.NationalId == b.NationalId).ShouldBeInRange(30, 55);
    }

    private static IEnumerable<Person> People(long seed)
    {
        var population = new Population(seed, Lines);
        return Enumerable.Range(1, Lines).Where(l => population.KindOf(l) == LineKind.Person).Select(population.PersonAt);
    }
}
